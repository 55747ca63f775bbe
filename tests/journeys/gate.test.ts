import assert from 'node:assert/strict';
import { sealClosedServices } from '#accounts';
import { sql, type Translate } from '#platform';
import type { Page } from 'playwright-core';
import { testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  demonstrationPassword,
  enterCode,
  enterPassword,
  journeysOf,
  newestCode,
  submitButton,
  wordsOf,
} from '../support/journey.ts';
import { testKeys } from '../support/keys.ts';
import { look } from '../support/looking.ts';

const program = await startJourneyProgram();
const journey = journeysOf(program, await testBrowser(), { width: 320 });
const { database } = program;
const { portal, sso } = program.origins;
const fresh = 'kuda hitam makan rumput';

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

/** What the page says while a password is typed, before anything is sent. */
async function typing(page: Page, t: Translate): Promise<void> {
  const met = (hint: string) => page.locator(`li${hint}.met, span${hint}.met`).count();
  const meter = () => page.locator('meter').evaluate((element: HTMLMeterElement) => element.value);
  const type = (password: string) => page.fill('input[name=password]', password);
  await type('Pagi-7');
  assert.equal(await met('[data-kind]'), 4);
  assert.equal(await met('[data-rule]'), 0);
  await page.getByText(t('password.live_short', { count: 6 })).waitFor();
  for (const [password, score] of [
    ['aaaaaaaaaaaaaaaaaaaa', 1],
    ['12345678901234567890', 1],
    ['katakatakatakatakata', 1],
    ['Sawah-Padi-7!', 3],
    [fresh, 4],
  ] as const) {
    await type(password);
    assert.equal(await meter(), score, password);
    assert.equal(await met('[data-rule]'), 1, password);
  }
  await page.getByText(t('password.live_rest')).waitFor();
  await page.fill('input[name=repeat]', `${fresh}!`);
  assert.equal(await met('[data-rule=repeat]'), 0);
  await page.fill('input[name=repeat]', fresh);
  assert.equal(await met('[data-rule=repeat]'), 1);
  await look(page, { javaScript: true }, 'typed');
}

journey(
  'an old number and a leaked password stop a sign-in until both are settled',
  async ({ page, t, mode }) => {
    const { personId, card, birth } = await somebody();
    const account = await program.openAccount({ personId, secondFactor: ['sms'] });
    await database.run(sql`
      update accounts.contact set confirmed_at = confirmed_at - interval '91 days' where account_id = ${account.accountId}`);
    await database.run(
      sql`update accounts.password set must_change = 'breached' where account_id = ${account.accountId}`,
    );
    await enterPassword(page, account.username);
    await page.waitForURL(`${sso}/signin/*/code`);
    await enterCode(page, await newestCode(program, account.phone));
    await page.waitForURL(`${sso}/signin/*/number`);
    await look(page, mode, 'old number');
    await page.fill('input[name=member_number]', card);
    await page.fill('input[name=birth_date]', '1 1 1901');
    await submitButton(page).click();
    await page.getByText(t('layout.answer_wrong')).waitFor();
    await look(page, mode, 'wrong answer');
    await page.fill('input[name=birth_date]', birth);
    await submitButton(page).click();
    await page.waitForURL(`${sso}/signin/*/new-password`);
    assert.ok((await wordsOf(page)).includes(t('signin.new_password_breached')));
    await look(page, mode, 'new password');
    await choose(page, demonstrationPassword);
    await page.getByText(t('password.same')).first().waitFor();
    await choose(page, 'rahasia123');
    await page
      .getByText(t('password.fault_rule', { minimum: 15, mixed: 12 }))
      .first()
      .waitFor();
    await look(page, mode, 'refused');
    if (mode.javaScript) await typing(page, t);
    const gate = page.url();
    await choose(page, fresh);
    await page.waitForURL(`${portal}/dashboard`);
    await page.goto(gate);
    assert.equal(await page.locator('input[name=repeat]').count(), 0, 'the gate is behind');
  },
);

journey(
  'after “this was not me” the password alone leads to the mailbox; leaving names the services',
  async ({ page, t, mode }) => {
    const account = await program.openAccount();
    await database.run(
      sql`update accounts.password set must_change = 'not_me' where account_id = ${account.accountId}`,
    );
    await enterPassword(page, account.username);
    await page.waitForURL(`${sso}/signin/*/reset-due`);
    assert.ok((await wordsOf(page)).includes(t('signin.reset_due')));
    await look(page, mode, 'reset due');
    const told = {
      closed: ['Layanan Klaim'],
      open: ['Aplikasi Pelatihan Kerja dan Penempatan Tenaga Kerja'],
    };
    const services = sealClosedServices(testKeys, told, new Date());
    await page.goto(`${portal}/logged-out?state=shared&services=${services}`);
    const words = await wordsOf(page);
    for (const [name] of Object.values(told)) assert.ok(words.includes(name ?? '?'));
    assert.ok(words.includes(t('session.services_open_text')));
    await look(page, mode, 'logged out');
  },
);
