import type { Page } from '#platform';
import type { DeskServices } from '#support';
import { approvalPages } from './approvals.ts';
import { casePages } from './cases.ts';
import { dataPages } from './data.ts';
import { correctionPages } from './corrections.ts';
import { deathPage } from './death.ts';
import { deskPage } from './desk.ts';
import { employerPages } from './employers.ts';
import { exitPages } from './exit.ts';
import { homePage } from './home.ts';
import { explainPage } from './explain.ts';
import { lookPage } from './look.ts';
import { looksPage } from './looks.ts';
import { mergingPage } from './merging.ts';
import { movementPage } from './movement.ts';
import { paymentsPage } from './payments.ts';
import { refundPages } from './refunds.ts';
import { type ConsolePage, forRoles } from './roles.ts';
import { searchPages } from './search.ts';
import { wageReportPages } from './wage-report.ts';

/** Every page of the console, each with the roles that may enter. */
export function consolePages(services: DeskServices): Page[] {
  const all: readonly ConsolePage[] = [
    homePage(services),
    ...searchPages(services),
    lookPage(services),
    explainPage(services),
    looksPage(services),
    ...casePages(services),
    deskPage(services),
    deathPage(services),
    ...exitPages(services),
    movementPage(services),
    mergingPage(services),
    ...wageReportPages(services),
    ...approvalPages(services),
    paymentsPage(services),
    ...refundPages(services),
    ...employerPages(services),
    ...dataPages(services),
    ...correctionPages(services),
  ];
  return all.map(forRoles);
}
