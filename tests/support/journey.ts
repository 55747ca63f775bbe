import { type Language, type Translate, translatorFor } from '#platform';
import { test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import type { ContextChoice } from './browser.ts';
import type { Program } from './program.ts';

export const demonstrationPassword = 'Sawah-Hijau-Pagi-7';

/** Fills in the sign-in page that is open and sends it. */
export async function enterPassword(
  page: Page,
  identifier: string,
  password = demonstrationPassword,
): Promise<void> {
  await page.fill('input[name=identifier]', identifier);
  await page.fill('input[name=password]', password);
  await page.click('main form button.button:not(.link)');
}

/** From the portal's home page through the sign-in pages; stops where a code is asked for, or at the dashboard. */
export async function signIn(page: Page, program: Program, identifier: string): Promise<void> {
  await page.goto(`${program.origins.portal}/`);
  await page.click('main a.button');
  await enterPassword(page, identifier);
}

export type InboxMessage = {
  readonly channel: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly state: string;
  readonly sentAt: string;
};

export async function messagesTo(program: Program, to: string): Promise<InboxMessage[]> {
  const answer = await fetch(`${program.origins.inbox}/api/messages?to=${encodeURIComponent(to)}`);
  return (await answer.json()) as InboxMessage[];
}

/** The newest six-digit code sent to the address; waits for it up to ten seconds. */
export async function newestCode(program: Program, to: string, since = 0): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = (await messagesTo(program, to)).find(
      ({ text, sentAt }) => /\b\d{6}\b/.test(text) && Date.parse(sentAt) >= since,
    );
    const code = found && /\b(\d{6})\b/.exec(found.text)?.[1];
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no code came to ${to}`);
}

export type Mode = { readonly javaScript: boolean; readonly language: Language };

/** What every journey is tried in, at the size of a small phone: each language once, with JavaScript and without. */
export const modes: readonly Mode[] = [
  { javaScript: false, language: 'id' },
  { javaScript: true, language: 'en' },
];

/** Each language with JavaScript and without, for what everybody walks. */
export const everyMode: readonly Mode[] = [
  ...modes,
  { javaScript: true, language: 'id' },
  { javaScript: false, language: 'en' },
];

export const modeName = ({ javaScript, language }: Mode) =>
  `${language}, JavaScript ${javaScript ? 'on' : 'off'}`;

/** The submit button of the page's main form. */
export const submitButton = (page: Page) => page.locator('main form button.button:not(.link)').first();

/** Presses the link or button of that name in the page's main part. */
export async function press(page: Page, name: string): Promise<void> {
  const main = page.locator('main');
  await main
    .getByRole('button', { name, exact: true })
    .or(main.getByRole('link', { name, exact: true }))
    .first()
    .click();
}

/** Types the code and sends it. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.fill('input[name=code]', code);
  await submitButton(page).click();
}

/** The words of the page's main part, as they stand on the screen. */
export function wordsOf(page: Page): Promise<string> {
  return page.locator('main').innerText();
}

export async function logOut(page: Page, program: Program): Promise<void> {
  await page.locator('.session form button').click();
  await page.waitForURL(`${program.origins.portal}/logged-out*`);
}

/** From the portal's home page, in the mode's language, to the sign-in page. */
export async function openSignIn(
  context: BrowserContext,
  program: Program,
  mode: Mode,
): Promise<{ readonly page: Page; readonly t: Translate }> {
  const t = translatorFor(mode.language);
  const page = await context.newPage();
  await page.goto(`${program.origins.portal}/?lang=${mode.language}`);
  await press(page, t('portal.home.sign_in'));
  await page.waitForURL(`${program.origins.sso}/signin/*`);
  return { page, t };
}

export type Walk = {
  readonly page: Page;
  readonly t: Translate;
  readonly mode: Mode;
  readonly context: BrowserContext;
};

/** Returns what makes one test for each mode, in a browser of its own that stands on the sign-in page. */
export function journeysOf(
  program: Program,
  newContext: (choice: ContextChoice) => Promise<BrowserContext>,
  choice: ContextChoice = {},
) {
  return (name: string, walk: (parts: Walk) => Promise<void>, chosen: readonly Mode[] = modes): void => {
    for (const mode of chosen)
      test(`${modeName(mode)}: ${name}`, async () => {
        const context = await newContext({ ...mode, ...choice });
        await walk({ ...(await openSignIn(context, program, mode)), mode, context });
        await context.close();
      });
  };
}
