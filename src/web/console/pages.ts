import type { Page } from '#platform';
import type { SupportServices } from '#support';
import { homePage } from './home.ts';
import { explainPage } from './explain.ts';
import { lookPage } from './look.ts';
import { looksPage } from './looks.ts';
import { type ConsolePage, forRoles } from './roles.ts';
import { searchPages } from './search.ts';

/** Every page of the console, each with the roles that may enter. */
export function consolePages(services: SupportServices): Page[] {
  const all: readonly ConsolePage[] = [
    homePage(services),
    ...searchPages(services),
    lookPage(services),
    explainPage(services),
    looksPage(services),
  ];
  return all.map(forRoles);
}
