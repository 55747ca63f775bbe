import type { Page } from '#platform';
import { balancePage } from './balance.ts';
import { contributionMonthPage } from './month-page.ts';
import { contributionsPage } from './contributions.ts';
import { dashboardPage } from './dashboard.ts';
import { detailsPage } from './details.ts';
import { downloadPage } from './download.ts';
import { homePage } from './home.ts';
import { ownBillPage } from './own-bill.ts';
import { accidentProgrammePage } from './programme-jkk.ts';
import { deathProgrammePage } from './programme-jkm.ts';
import { jobLossProgrammePage } from './programme-jkp.ts';
import { pensionProgrammePage } from './programme-jp.ts';
import { savingsProgrammePage } from './programme-jht.ts';
import { movementPages } from './movement.ts';
import { programmesPage } from './programmes.ts';
import { securityLinks, stopLink, typedLinks } from './to-security.ts';
import { doorReads, type PortalServices } from './reads.ts';

/** The member's pages. All but the home page need a member's session, which the face's guard opens. */
export function portalPages(options: PortalServices): Page[] {
  const services = { database: options.database, reads: options.reads ?? doorReads };
  return [
    homePage(),
    dashboardPage(services),
    contributionsPage(services),
    contributionMonthPage(services),
    downloadPage(services),
    balancePage(services),
    detailsPage(services),
    ...movementPages(services),
    programmesPage(services),
    ownBillPage(options),
    savingsProgrammePage(services),
    pensionProgrammePage(services),
    accidentProgrammePage(services),
    deathProgrammePage(services),
    jobLossProgrammePage(services),
    ...securityLinks,
    stopLink,
    ...typedLinks,
  ];
}
