import type { Face, Page } from '#platform';
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

const officerSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** Signs a member, an officer and nobody in, and lists every page of every face with the browser that may see it. */
export async function takeTour({ house, faces }: WholeHouse): Promise<Tour> {
  const { origins } = house.config;
  const member = newBrowser();
  await enter(member, await member.get(`${origins.portal}/login`), 'siti.rahayu');
  const officer = newBrowser();
  const codePage = await enter(officer, await officer.get(`${origins.console}/login`), 'petugas');
  await officer.submit(codePage, '/code', {
    code: new TOTP({ secret: Secret.fromBase32(officerSecret) }).generate(),
  });
  const stranger = newBrowser();
  const { url } = await stranger.get(`${origins.portal}/login`);
  const uid = url.pathname.split('/')[2] ?? '';
  const browsers: Partial<Record<Page['access'], Browser>> = {
    member,
    officer,
    'signing-in': stranger,
  };
  const stops = faces.flatMap((face) =>
    face.pages.map((page) => ({
      face,
      page,
      url: new URL(page.path.replace(':uid', uid).replaceAll(/:\w+/g, 'x'), face.origin),
      browser: browsers[page.access] ?? newBrowser(),
    })),
  );
  return { member, officer, stranger, uid, stops };
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
