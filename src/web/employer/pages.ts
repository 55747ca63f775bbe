import type { Page } from '#platform';
import { badRowsPage } from './bad-rows.ts';
import { billPage } from './bill.ts';
import { billsPage } from './bills.ts';
import { clerksPage } from './clerks.ts';
import { columnsPage } from './columns.ts';
import { employersPage } from './employers.ts';
import { exitFormPage } from './exit-form.ts';
import { filingPage } from './filing.ts';
import type { Services } from './frame.ts';
import { homePage } from './home.ts';
import { joinPages } from './join.ts';
import { newCardsPage } from './new-cards.ts';
import { overviewPage } from './overview.ts';
import { refundPage } from './refund.ts';
import { samplePage } from './sample.ts';
import { uploadPage } from './upload.ts';
import { wageFormPage } from './wage-form.ts';
import { workerFormPage } from './worker-form.ts';

/** The pages of an employer's clerks. All but the home page need a session, and an appointment at the employer. */
export function employerPages(services: Services): Page[] {
  return [
    homePage(),
    employersPage(services),
    overviewPage(services),
    uploadPage(services),
    wageFormPage(services),
    workerFormPage(services),
    exitFormPage(services),
    samplePage(services),
    columnsPage(services),
    filingPage(services),
    badRowsPage(services),
    newCardsPage(services),
    billsPage(services),
    billPage(services),
    refundPage(services),
    clerksPage(services),
    ...joinPages(services),
  ];
}
