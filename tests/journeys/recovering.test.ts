import assert from 'node:assert/strict';
import { sql } from '#platform';
import type { Page } from 'playwright-core';
import { testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  enterCode,
  enterPassword,
  journeysOf,
  messagesTo,
  modes,
  newestCode,
  press,
  submitButton,
  wordsOf,
} from '../support/journey.ts';
import { fillRegister, registerPerson } from '../support/registering.ts';
import { look } from '../support/looking.ts';

const program = await startJourneyProgram();
const journey = journeysOf(program, await testBrowser(), { width: 320 });
const { portal, sso } = program.origins;
const newPassword = 'kuda hitam makan rumput pagi';

async function linkIn(address: string, path: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    for (const { text } of await messagesTo(program, address)) {
      const link = text.split(/\s/).find((word) => word.startsWith(`${sso}${path}`));
      if (link) return link;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no link came to ${address}`);
}

async function choose(page: Page, password: string, repeat = password): Promise<void> {
  await page.fill('input[name=password]', password);
  await page.fill('input[name=repeat]', repeat);
  await submitButton(page).click();
}

journey('forgotten: asks, opens the mail, chooses, signs in', async ({ page, t, mode }) => {
  const account = await program.openAccount();
  await press(page, t('signin.forgot'));
  await page.waitForURL(`${sso}/forgot-password`);
  await look(page, mode, 'asking');
  await submitButton(page).click();
  assert.match(await wordsOf(page), new RegExp(t('signin.identifier_missing')));
  await page.fill('input[name=identifier]', account.email);
  await submitButton(page).click();
  await page.waitForURL(`${sso}/forgot-password/sent`);
  await look(page, mode, 'sent');
  await page.fill('input[name=code]', '123456');
  await submitButton(page).click();
  await page.getByText(t('security.sent.code_wrong')).waitFor();
  await look(page, mode, 'wrong code');
  const link = await linkIn(account.email, '/reset-password/link');
  await page.goto(link);
  assert.equal(page.url(), `${sso}/reset-password`);
  await look(page, mode, 'new password');
  await choose(page, newPassword, 'lain sama sekali ya ini');
  await page.getByText(t('password.repeat_differs')).first().waitFor();
  await look(page, mode, 'different');
  await choose(page, newPassword);
  await page.waitForURL(`${sso}/reset-password/done`);
  await look(page, mode, 'done');
  await page.goto(link);
  await page.getByRole('link', { name: t('security.reset.gone_action') }).waitFor();
  await look(page, mode, 'used link');
  await page.goto(`${portal}/login`);
  await enterPassword(page, account.username, newPassword);
  await page.waitForURL(`${portal}/dashboard`);
});

journey('forgotten, with a second factor: the same mailbox is not asked again', async ({ page, t, mode }) => {
  const account = await program.openAccount({ secondFactor: ['email'] });
  await page.goto(`${portal}/`);
  await press(page, t('portal.home.forgot'));
  await page.fill('input[name=identifier]', account.username);
  await submitButton(page).click();
  await page.goto(await linkIn(account.email, '/reset-password/link'));
  await choose(page, newPassword);
  await press(page, t('security.reset.sign_in'));
  await enterPassword(page, account.username, newPassword);
  await page.getByText(t('signin.mailbox_only')).waitFor();
  await look(page, mode, 'mailbox only');
  await press(page, t('signin.mailbox_only_action'));
  await page.waitForURL(`${sso}/recovery`);
});

journey(
  'no code comes: the ladder, and a case number where no device is known',
  async ({ page, t, mode }) => {
    const account = await program.openAccount({ secondFactor: ['sms'] });
    await enterPassword(page, account.username);
    await page.waitForURL(/\/code$/);
    await press(page, t('signin.code_lost'));
    await page.waitForURL(`${sso}/recovery`);
    await look(page, mode, 'ladder');
    await page.fill('input[name=identifier]', account.email);
    await submitButton(page).click();
    await page.waitForURL(`${sso}/recovery/sent`);
    await look(page, mode, 'asked');
    await page.goto(await linkIn(account.email, '/recovery/link'));
    assert.equal(page.url(), `${sso}/recovery/start`);
    await page.getByText(t('security.recovery.refused_unknown-device')).waitFor();
    await look(page, mode, 'unknown device');
    await press(page, t('security.recovery.case_submit'));
    await page.getByText(/K-\w{4}-\w{4}/).waitFor();
    await look(page, mode, 'case');
  },
);

journey('without e-mail: the code from the SMS begins a day of waiting', async ({ page, t, mode }) => {
  const account = await program.openAccount();
  const { accountId } = account;
  await program.database.run(
    sql`delete from accounts.contact where account_id = ${accountId} and channel = 'email'`,
  );
  await press(page, t('signin.forgot'));
  await page.fill('input[name=identifier]', account.username);
  await submitButton(page).click();
  await page.waitForURL(`${sso}/forgot-password/sent`);
  await page.fill('input[name=code]', await newestCode(program, account.phone));
  await submitButton(page).click();
  await page.waitForURL(`${sso}/recovery/status`);
  await look(page, mode, 'waiting');
  await page.locator('main summary').click();
  await press(page, t('security.status.give_up_submit'));
  await page.getByText(t('security.status.cancelled'), { exact: false }).first().waitFor();
  await look(page, mode, 'given up');
});

journey('no account yet: proves who they are, chooses, lands on the dashboard', async ({ page, t, mode }) => {
  const number = modes.indexOf(mode);
  // The demonstration has people of its own.
  const person = registerPerson({ nik: `327301570588970${number}`, phone: `+6281377770${number}01` });
  await fillRegister(program.database, [person]);
  await press(page, t('signin.register'));
  await page.waitForURL(`${sso}/register`);
  await look(page, mode, 'register');
  await page.fill('input[name=member_number]', person.kpj);
  await page.fill('input[name=national_number]', person.nik);
  await page.fill('input[name=birth_date]', '17/5/1988');
  await submitButton(page).click();
  await page.waitForURL(`${sso}/register/code`);
  await look(page, mode, 'register code');
  await enterCode(page, await newestCode(program, person.phone));
  await page.waitForURL(`${sso}/register/contact`);
  await look(page, mode, 'register contact');
  const email = `baru.${person.kpj}@contoh.id`;
  await page.fill('input[name=contact]', email);
  await submitButton(page).click();
  await page.waitForURL(`${sso}/register/contact/code`);
  await enterCode(page, await newestCode(program, email));
  await page.getByText(t('register.contact_keep')).waitFor();
  await look(page, mode, 'register second contact');
  await press(page, t('register.contact_keep'));
  await press(page, t('register.continue'));
  await page.waitForURL(`${sso}/register/password`);
  const username = `baru.${person.kpj}`;
  await page.fill('input[name=username]', username);
  await choose(page, 'lestari');
  await page
    .getByText(t('password.fault_rule', { minimum: 15, mixed: 12 }))
    .first()
    .waitFor();
  await look(page, mode, 'register password');
  assert.equal(await page.inputValue('input[name=username]'), username);
  await page.fill('input[name=password]', newPassword);
  if (mode.javaScript) {
    await page.locator('li.met[data-rule=length]').waitFor();
    await page.fill('input[name=username]', 'kuda');
    await page.fill('input[name=password]', newPassword);
    await page.getByText(t('password.live_own')).waitFor();
    await page.fill('input[name=username]', username);
  }
  await choose(page, newPassword);
  await page.waitForURL(`${sso}/register/done`);
  await look(page, mode, 'register done');
  await press(page, t('register.done_sign_in'));
  await page.waitForURL(`${portal}/dashboard`);
  assert.match(await wordsOf(page), /Siti/);
});
