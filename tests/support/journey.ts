import type { Page } from 'playwright-core';
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
