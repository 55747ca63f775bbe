import type { CaseServices } from '#cases';
import type { Page, Visit } from '#platform';
import { askPage } from './ask.ts';
import { caseLookPage } from './case-look.ts';
import { caseReadPages } from './case-read.ts';
import { deathPage } from './death.ts';

export type CasePageServices = CaseServices & {
  /** Sets visit.session when somebody is signed in: a public page's POST is not asked for it by itself. */
  readonly recognise: (visit: Visit) => Promise<void>;
};

/** Asking support, and what may be known of a case without signing in. They live on the sso face, which knows who is signed in. */
export function casePages(services: CasePageServices): Page[] {
  return [askPage(services), caseLookPage(services), ...caseReadPages(services), deathPage(services)];
}
