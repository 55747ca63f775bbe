import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealClosedServices } from '#accounts';
import { sql } from '#platform';
import type { Page } from 'playwright-core';
import { testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  demonstrationPassword,
  enterCode,
  enterPassword,
  type Mode,
  modeName,
  modes,
  newestCode,
  openSignIn,
  submitButton,
  wordsOf,
} from '../support/journey.ts';
import { testKeys } from '../support/keys.ts';
import { pageFaults } from '../support/page-checks.ts';

const program = await startJourneyProgram();
const newContext = await testBrowser();
const { database } = program;
const { portal, sso } = program.origins;
const twoModes = modes.filter((mode) => ['id, JavaScript off', 'en, JavaScript on'].includes(modeName(mode)));
const fresh = 'kuda hitam makan rumput';

/** What is wrong with the page; only with JavaScript can a machine look. */
async function look(page: Page, { javaScript }: Mode): Promise<void> {
  await page.waitForLoadState();
  if (javaScript) assert.deepEqual(await pageFaults(page), [], page.url());
}

/** Somebody on the register without an account, with the card and birth date that prove it. */
async function somebody() {
  const {
    person_id: personId,
    birth_date: birth,
    member_number: card,
  } = await database.one<{
    person_id: string;
    birth_date: string;
    member_number: string;
  }>(sql`
    select person_id, birth_date, member_number from members.person join members.member_number using (person_id)
    where not exists (select from accounts.account where account.person_id = person.person_id) limit 1`);
  return { personId, card, birth: birth.split('-').toReversed().join('-') };
}

async function choose(page: Page, password: string): Promise<void> {
  await page.fill('input[name=password]', password);
  await page.fill('input[name=repeat]', password);
  await submitButton(page).click();
}

for (const mode of twoModes)
  test(`${modeName(mode)}: an old number and a leaked password stop a sign-in until both are settled`, async () => {
    const context = await newContext({ ...mode, width: 320 });
    const { personId, card, birth } = await somebody();
    const account = await program.openAccount({ personId, secondFactor: ['sms'] });
    await database.run(sql`
      update accounts.contact set confirmed_at = confirmed_at - interval '91 days' where account_id = ${account.accountId}`);
    await database.run(
      sql`update accounts.password set must_change = 'breached' where account_id = ${account.accountId}`,
    );
    const { page, t } = await openSignIn(context, program, mode);
    await enterPassword(page, account.username);
    await page.waitForURL(`${sso}/signin/*/code`);
    await enterCode(page, await newestCode(program, account.phone));
    await page.waitForURL(`${sso}/signin/*/number`);
    await look(page, mode);
    await page.fill('input[name=member_number]', card);
    await page.fill('input[name=birth_date]', '1 1 1901');
    await submitButton(page).click();
    await page.getByText(t('layout.answer_wrong')).waitFor();
    await look(page, mode);
    await page.fill('input[name=birth_date]', birth);
    await submitButton(page).click();
    await page.waitForURL(`${sso}/signin/*/new-password`);
    assert.ok((await wordsOf(page)).includes(t('signin.new_password_breached')));
    await look(page, mode);
    await choose(page, demonstrationPassword);
    await page.getByText(t('password.same')).first().waitFor();
    await choose(page, 'rahasia123');
    await page.locator('meter').waitFor();
    await look(page, mode);
    const gate = page.url();
    await choose(page, fresh);
    await page.waitForURL(`${portal}/dashboard`);
    await page.goto(gate);
    assert.equal(await page.locator('input[name=repeat]').count(), 0, 'the gate is behind');
    await context.close();
  });

for (const mode of twoModes)
  test(`${modeName(mode)}: after “this was not me” the password alone leads to the mailbox; leaving names the services`, async () => {
    const context = await newContext({ ...mode, width: 320 });
    const account = await program.openAccount();
    await database.run(
      sql`update accounts.password set must_change = 'not_me' where account_id = ${account.accountId}`,
    );
    const { page, t } = await openSignIn(context, program, mode);
    await enterPassword(page, account.username);
    await page.waitForURL(`${sso}/signin/*/reset-due`);
    assert.ok((await wordsOf(page)).includes(t('signin.reset_due')));
    await look(page, mode);
    const told = {
      closed: ['Layanan Klaim'],
      open: ['Aplikasi Pelatihan Kerja dan Penempatan Tenaga Kerja'],
    };
    const services = sealClosedServices(testKeys, told, new Date());
    await page.goto(`${portal}/logged-out?state=shared&services=${services}`);
    const words = await wordsOf(page);
    for (const [name] of Object.values(told)) assert.ok(words.includes(name ?? '?'));
    assert.ok(words.includes(t('session.services_open_text')));
    await look(page, mode);
    await context.close();
  });
