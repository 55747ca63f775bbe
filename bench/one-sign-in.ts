import { Secret, TOTP } from 'otpauth';
import { type Browser, formOf, locationOf, newBrowser, type Page } from '../tests/support/cookie-jar.ts';
import { type BenchAccount, benchPassword } from './bench-accounts.ts';

const sessionCookie = 'goid_portal_session';

/**
 * One complete sign-in of a browser that was never here: the portal's /login, authorize, the sign-in page, the
 * password, where the account has one the code page and the code, the code's way back to the portal, and there the
 * exchange for tokens. Ends where the portal leads to its first page, which is not opened. Yields the browser. Throws if anything is amiss.
 */
export async function signInOnce(portal: string, account: BenchAccount): Promise<Browser> {
  const browser = newBrowser();
  const submit = (page: Page, fields: Readonly<Record<string, string>>) => {
    const form = formOf(page, '/signin/');
    return browser.post(form.action, { ...form.fields, ...fields }, { follow: false });
  };
  const page = await browser.get(`${portal}/login?to=/`);
  let answer = await submit(page, { identifier: account.identifier, password: benchPassword });
  if (account.totpSecret !== undefined) {
    const codePage = await browser.get(expectRedirect(answer, '/code'));
    answer = await submit(codePage, { code: codeNow(account.totpSecret) });
  }
  const target = expectRedirect(answer, '/oauth/authorize/');
  const end = await browser.trace(target, ({ origin, pathname }) => origin === portal && pathname === '/');
  const signedIn = [...browser.cookies.values()].some(({ name }) => name === sessionCookie);
  if (end.href !== `${portal}/` || !signedIn) throw new Error(`the sign-in ended at ${end.href}`);
  return browser;
}

function expectRedirect(answer: Page, part: string): URL {
  const target = answer.status === 303 ? locationOf(answer) : undefined;
  if (!target?.pathname.includes(part))
    throw new Error(
      `expected a redirect to ${part}, got ${answer.status} ${target?.href ?? answer.body.slice(0, 300)}`,
    );
  return target;
}

function codeNow(secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate();
}
