import { accountOfPerson } from '#accounts';
import { addClerk, clerkOf } from '#filings';
import { employerByNumber, findPersonByMemberNumber } from '#members';
import type { Database, Face, Page } from '#platform';
import { demonstrationAccounts } from '../../src/commands/demonstration-accounts.ts';
import { Secret, TOTP } from 'otpauth';
import { type Browser, newBrowser, type Page as Answer } from './cookie-jar.ts';
import { demonstrationPassword } from './journey.ts';
import type { WholeHouse } from './whole-house.ts';

/** One page of one face with a browser that may enter it, and its address with the parameters filled in. */
export type Stop = {
  readonly face: Face;
  readonly page: Page;
  readonly url: URL;
  readonly browser: Browser;
};

export type Tour = {
  readonly member: Browser;
  readonly officer: Browser;
  /** Stands at the password page of the sign-in `uid`. */
  readonly stranger: Browser;
  readonly uid: string;
  readonly stops: readonly Stop[];
};

/** Signs a member, an officer and nobody in, and lists every page of every face with the browser that may see it. */
export async function takeTour(
  { house, faces, database }: WholeHouse,
  officerName = 'petugas',
): Promise<Tour> {
  const { origins } = house.config;
  const member = newBrowser();
  await enter(member, await member.get(`${origins.portal}/login`), 'siti.rahayu');
  await makeClerk(database);
  await member.get(`${origins.employer}/login`);
  const officer = await officerAt(origins.console, officerName);
  const stranger = newBrowser();
  const { url } = await stranger.get(`${origins.portal}/login`);
  const uid = url.pathname.split('/')[2] ?? '';
  const browsers: Partial<Record<Page['access'], Browser>> = {
    member,
    officer,
    'signing-in': stranger,
    owner: member,
    clerk: member,
  };
  const stops = faces.flatMap((face) =>
    face.pages.map((page) => ({
      face,
      page,
      url: new URL(
        page.path
          .replace(':uid', uid)
          .replace(':npp', tourEmployer)
          .replace(':kind', 'wages')
          .replaceAll(/:\w+/g, 'x'),
        face.origin,
      ),
      browser: browsers[page.access] ?? (face.site === 'sso' ? stranger : newBrowser()),
    })),
  );
  return { member, officer, stranger, uid, stops };
}

const tourEmployer = '19000902';

/** The member of the tour is a clerk of a small employer too, so that one sign-in opens both faces. */
async function makeClerk(database: Database): Promise<void> {
  const { memberNumber = '' } =
    demonstrationAccounts().find(({ identifier }) => identifier === 'siti.rahayu') ?? {};
  const personId = (await findPersonByMemberNumber(database, memberNumber)) ?? '';
  const accountId = await accountOfPerson(database, personId);
  const employer = await employerByNumber(database, tourEmployer);
  if (!accountId || !employer)
    throw new Error('the demonstration lacks the clerk of the tour or the employer');
  const { employerId, npp } = employer;
  if (await clerkOf(database, accountId, employerId)) return;
  const by = { kind: 'officer', accountId } as const;
  await database.transaction((tx) =>
    addClerk(tx, { employerId, npp, accountId, by, mayFile: true, mayApprove: true, now: new Date() }),
  );
}

/** An authenticator app's code works once, so each officer can come in once in 30 seconds. */
async function officerAt(consoleOrigin: string, identifier: string): Promise<Browser> {
  const secret =
    demonstrationAccounts().find((account) => account.identifier === identifier)?.totpSecret ?? '';
  const browser = newBrowser();
  const codePage = await enter(browser, await browser.get(`${consoleOrigin}/login`), identifier);
  await browser.submit(codePage, '/code', {
    code: new TOTP({ secret: Secret.fromBase32(secret) }).generate(),
  });
  return browser;
}

/** Fills in the password page that is open. */
export function enter(
  browser: Browser,
  passwordPage: Answer,
  identifier: string,
  password = demonstrationPassword,
): Promise<Answer> {
  return browser.submit(passwordPage, '/signin/', { identifier, password });
}
