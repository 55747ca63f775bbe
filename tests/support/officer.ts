import assert from 'node:assert/strict';
import { TOTP } from 'otpauth';
import { demonstrationAccounts } from '../../src/commands/demonstration-accounts.ts';
import { type Browser, newBrowser, type Page } from './cookie-jar.ts';
import { demonstrationPassword } from './journey.ts';

/** The code that an authenticator app with this seed shows now. */
export function appCode(secret: string, at = Date.now()): string {
  return new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: at });
}

/** One of the demonstration; throws when there is none. */
export function demonstrationAccount(identifier: string) {
  const found = demonstrationAccounts().find((account) => account.identifier === identifier);
  assert.ok(found, identifier);
  return found;
}

/** Asks for a page of the console and signs in on the way, with password and authenticator app. */
export async function officerAt(
  address: string,
  identifier: string,
  browser: Browser = newBrowser(),
): Promise<{ readonly browser: Browser; readonly page: Page }> {
  const { totpSecret = '' } = demonstrationAccount(identifier);
  const asked = await browser.get(address);
  const code = await browser.submit(asked, '/signin/', { identifier, password: demonstrationPassword });
  const page = await browser.submit(code, '/code', { code: appCode(totpSecret) });
  return { browser, page };
}
