import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime, type MessageKey, sql, translatorFor } from '#platform';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { demonstrationAccounts } from '../../src/commands/demonstration-accounts.ts';
import { sidewaysScroll, testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  demonstrationPassword,
  enterCode,
  enterPassword,
  journeysOf,
  logOut,
  messagesTo,
  type Mode,
  modeName,
  everyMode,
  modes,
  newestCode,
  openSignIn,
  press,
  submitButton,
  wordsOf,
} from '../support/journey.ts';

const program = await startJourneyProgram();
const newContext = await testBrowser();
const journey = journeysOf(program, newContext);
const { portal, sso } = program.origins;
const dashboard = `${portal}/dashboard`;

/** All the names of one member. How a name is read has nothing to do with the language or with JavaScript. */
for (const [kind, identifier] of Object.entries({
  username: 'siti.rahayu',
  'e-mail': 'Siti.Rahayu@contoh.id',
  'phone as dialled': '0801-1111-0001',
  'phone with country code': '+6280111110001',
  'member number': '19017743208',
})) {
  journey(
    `home, sign-in page, ${kind}, dashboard`,
    async ({ page, t, mode }) => {
      assert.equal(await page.getAttribute('html', 'lang'), mode.language);
      assert.equal(await page.locator('h1').innerText(), t('signin.title'));
      assert.equal(await sidewaysScroll(page), 0);
      await enterPassword(page, identifier);
      await page.waitForURL(dashboard);
      assert.match(await page.locator('h1').innerText(), /Siti/);
      assert.equal(await page.getAttribute('html', 'lang'), mode.language);
      await assertEndsIn(page, 15);
    },
    kind === 'username' ? everyMode : modes,
  );
}

/** The time at which the session ends is there to read, and it is so many minutes away. */
async function assertEndsIn(page: Page, minutes: number): Promise<void> {
  const time = page.locator('.session time');
  const endsAt = new Date((await time.getAttribute('datetime')) ?? '');
  const away = (endsAt.getTime() - Date.now()) / 60_000;
  assert.ok(away > minutes - 1 && away <= minutes, `${away} minutes`);
  assert.equal(
    await time.innerText(),
    formatTime(endsAt, (await page.getAttribute('html', 'lang')) === 'en' ? 'en' : 'id'),
  );
}

for (const { identifier, by, to, other } of [
  { identifier: 'budi.santoso', by: 'sms', to: '+6280111110002', other: 'email' },
  { identifier: 'dewi.anggraini', by: 'email', to: 'dewi.anggraini@contoh.id', other: 'sms' },
] as const) {
  journey(`a code by ${by}`, async ({ page, t }) => {
    const began = Date.now();
    await enterPassword(page, identifier);
    await page.waitForURL(`${sso}/signin/*/code`);
    const words = await wordsOf(page);
    const [before = '', behind = ''] = t(`signin.code_sent_${by}`).split('{to}');
    assert.ok(words.includes(before) && words.includes(behind), words);
    assert.ok(!words.includes(to), 'the address is masked');
    assert.ok(words.includes(t(`signin.code_by_${other}`).split('{to}')[0] ?? ''), 'another way is offered');
    const code = await newestCode(program, to, began);
    await enterCode(page, `${code.slice(0, 3)} ${code.slice(3)}`);
    await page.waitForURL(dashboard);
  });
}

journey(
  'a wrong code counts down, sending again says when, the other channel works',
  async ({ page, t, mode }) => {
    const began = Date.now();
    const account = await program.openAccount({ secondFactor: ['sms', 'email'] });
    await enterPassword(page, account.username);
    const code = await newestCode(program, account.phone, began);
    const wrong = code === '000000' ? '111111' : '000000';
    for (const tries of [4, 3]) {
      await enterCode(page, wrong);
      const said = t('signin.code_wrong', { tries });
      await page.getByText(said).waitFor();
      assert.equal(await page.inputValue('input[name=code]'), '');
    }
    await enterCode(page, '12345');
    await page.getByText(t('signin.code_unreadable')).waitFor();
    await sendTooSoon(page, t, mode);
    const other = page.locator('form', { has: page.locator('input[name=method][value=email]') });
    await other.locator('button').click();
    await page.getByText(t('signin.code_sent_email').split('{to}')[1]?.trim() ?? '').waitFor();
    await enterCode(page, await newestCode(program, account.email, began));
    await page.waitForURL(dashboard);
  },
);

type Translate = Awaited<ReturnType<typeof openSignIn>>['t'];

/** With JavaScript the button counts down; without, pressing it says from when it may be pressed. */
async function sendTooSoon(page: Page, t: Translate, mode: Mode): Promise<void> {
  const again = page
    .locator('form', { has: page.locator('input[name=method][value=sms]') })
    .locator('button');
  const from = (key: MessageKey) => new RegExp(t(key).replace('{time}', '\\d\\d[.:]\\d\\d[.:]\\d\\d.WIB'));
  assert.match(await wordsOf(page), from('signin.code_again_at'));
  if (mode.javaScript) {
    const waits = t('layout.button_waits', { label: t('signin.code_again'), seconds: '\\d+' });
    assert.ok(await again.isDisabled());
    assert.match(await again.innerText(), new RegExp(waits.replace('(', '\\(').replace(')', '\\)')));
    return;
  }
  await again.click();
  await page.getByText(from('signin.code_send-too-soon')).waitFor();
}

journey('the code page tells what became of the message', async ({ page, t }) => {
  const account = await program.openAccount({ secondFactor: ['sms'] });
  await enterPassword(page, account.username);
  await newestCode(program, account.phone);
  await assert.doesNotReject(async () => {
    for (let looks = 0; !(await wordsOf(page)).includes(t('signin.delivery_delivered_sms')); looks += 1) {
      if (looks > 50) throw new Error(await wordsOf(page));
      await page.waitForTimeout(200);
      await press(page, t('signin.code_refresh'));
    }
  });
  assert.equal((await messagesTo(program, account.phone)).length, 1, 'looking sends nothing');
});

journey(
  'a second tab that asks too soon says when a code may be sent, not that there is an app',
  async ({ page, t, context, mode }) => {
    const account = await program.openAccount({ secondFactor: ['sms'] });
    await enterPassword(page, account.username);
    await page.waitForURL(`${sso}/signin/*/code`);
    const tab = (await openSignIn(context, program, { ...mode, language: t.language })).page;
    await enterPassword(tab, account.username);
    await tab.waitForURL(`${sso}/signin/*/code`);
    const words = await wordsOf(tab);
    assert.match(
      words,
      new RegExp(t('signin.code_sent_elsewhere').replace('{time}', '\\d\\d[.:]\\d\\d[.:]\\d\\d.WIB')),
    );
    assert.ok(!words.includes(t('signin.code_totp').slice(0, 20)), words);
  },
);

journey('remembering the browser spares the next code, and only here', async ({ page, t, context, mode }) => {
  const account = await program.openAccount({ secondFactor: ['email'] });
  await enterPassword(page, account.username);
  await page.check('input[name=remember]');
  await enterCode(page, await newestCode(program, account.email));
  await page.waitForURL(dashboard);
  await logOut(page, program);
  await press(page, t('session.again'));
  await enterPassword(page, account.username);
  await page.waitForURL(dashboard);
  await context.clearCookies();
  const fresh = await openSignIn(context, program, mode);
  await enterPassword(fresh.page, account.username);
  await fresh.page.waitForURL(`${sso}/signin/*/code`);
});

journey(
  'a shared device: five minutes, nothing remembered, and the way out says more',
  async ({ page, t, context }) => {
    const account = await program.openAccount({ secondFactor: ['email'] });
    await page.check('input[name=shared]');
    await enterPassword(page, account.username);
    await page.waitForURL(`${sso}/signin/*/code`);
    assert.equal(await page.locator('input[name=remember]').count(), 0);
    await enterCode(page, await newestCode(program, account.email));
    await page.waitForURL(dashboard);
    await assertEndsIn(page, 5);
    const tomorrow = Date.now() / 1000 + 86_400;
    const kept = (await context.cookies()).filter(
      ({ name, expires }) => expires > tomorrow && !name.endsWith('_lang'),
    );
    assert.deepEqual(kept, [], 'nothing outlives the visit');
    await logOut(page, program);
    assert.ok((await wordsOf(page)).includes(t('session.logged_out_shared')));
  },
);

journey(
  'a wrong password and an unknown identifier get the same words; the identifier stays, the password goes',
  async ({ page, t }) => {
    const said: string[] = [];
    for (const identifier of ['siti.rahayu', 'tidak.ada', '081299990000', '00000000000']) {
      await enterPassword(page, identifier, 'Bukan-Kata-Sandi-1');
      await page.getByText(t('signin.wrong_title')).waitFor();
      assert.equal(await page.inputValue('input[name=identifier]'), identifier);
      assert.equal(await page.inputValue('input[name=password]'), '');
      assert.equal(
        await page.locator('.notice a[href="/forgot-password"]').count(),
        1,
        'the way to the reset',
      );
      said.push(await wordsOf(page));
    }
    assert.equal(new Set(said).size, 1);
    await page.fill('input[name=password]', '');
    await submitButton(page).click();
    await page.getByText(t('signin.password_missing')).waitFor();
    await page.fill('input[name=identifier]', '');
    await submitButton(page).click();
    await page.getByText(t('signin.identifier_missing')).waitFor();
  },
);

async function closeByTrying(page: Page, identifier: string): Promise<string> {
  for (let tries = 0; tries < 10; tries += 1) {
    await enterPassword(page, identifier, `Salah-Sekali-Lagi-${tries}`);
    await page.waitForLoadState();
  }
  // The case number is another one for each identifier, whoever has it.
  return (await wordsOf(page))
    .replaceAll(/\d\d[.:]\d\d(?=.WI)/g, '00.00')
    .replaceAll(/1[45] /g, '15 ')
    .replace(/T-\w{4}-\w{4}/, 'T-0000-0000');
}

journey(
  'after ten wrong passwords the page says until when, in three zones, for known and unknown alike',
  async ({ page, t, context, mode }) => {
    const account = await program.openAccount();
    const known = await closeByTrying(page, account.email);
    for (const zone of ['WIB', 'WITA', 'WIT']) assert.match(known, new RegExp(`00[.:]00\\s${zone}\\b`));
    assert.ok(known.includes(t('signin.closed_title')), known);
    assert.ok(known.includes(t('signin.closed_not_me')));
    const other = await openSignIn(context, program, mode);
    assert.equal(await closeByTrying(other.page, `tidak.ada.${mode.language}@contoh.id`), known);
    await press(page, t('signin.closed_wait_action'));
    await enterPassword(page, account.email);
    await page.getByText(t('signin.closed_title')).first().waitFor();
    await page.goto(page.url());
    assert.equal(
      await page.locator('input[name=password]').count(),
      1,
      'asked for again it is the sign-in page',
    );
  },
);

journey('the language switch keeps the page at every step', async ({ page, t, mode }) => {
  const other = mode.language === 'id' ? 'en' : 'id';
  const switchOver = async (step: string) => {
    const { pathname } = new URL(page.url());
    await page.click(`a[hreflang=${other}]`);
    await page.locator(`html[lang=${other}]`).waitFor();
    assert.equal(new URL(page.url()).pathname, pathname, step);
    await page.click(`a[hreflang=${mode.language}]`);
    await page.locator(`html[lang=${mode.language}]`).waitFor();
    assert.equal(new URL(page.url()).pathname, pathname, step);
  };
  const account = await program.openAccount({ secondFactor: ['email'] });
  await switchOver('sign-in');
  await enterPassword(page, account.username, 'Bukan-Kata-Sandi-1');
  await switchOver('wrong password');
  await enterPassword(page, account.username);
  await page.waitForURL(/\/code/);
  await switchOver('code');
  await enterCode(page, '12');
  await page.getByText(t('signin.code_unreadable')).waitFor();
  await switchOver('wrong code');
  const messages = await messagesTo(program, account.email);
  assert.equal(messages.length, 1, 'switching sends no second code');
  await enterCode(page, await newestCode(program, account.email));
  await page.waitForURL(dashboard);
  await switchOver('dashboard');
  await logOut(page, program);
  await switchOver('logged out');
});

const officers = demonstrationAccounts().filter(({ totpSecret, role }) => totpSecret && role !== 'clerk');

modes.forEach((mode, index) => {
  test(`${modeName(mode)}: an officer signs in to the console with the app's code`, async () => {
    const officer = officers[index];
    assert.ok(officer?.totpSecret);
    const context = await newContext(mode);
    const page = await context.newPage();
    await page.goto(`${program.origins.console}/?lang=${mode.language}`);
    await enterPassword(page, officer.identifier);
    await page.waitForURL(`${sso}/signin/*/code`);
    assert.equal(await page.locator('input[name=remember]').count(), 0);
    await enterCode(page, new TOTP({ secret: officer.totpSecret }).generate());
    await page.waitForURL(`${program.origins.console}/`);
    assert.equal(await sidewaysScroll(page), 0);
    await context.close();
  });
});

for (const [who, key] of [
  ['siti.rahayu', 'signin.stronger_needed'],
  ['juru-upah', 'session.not_allowed_role'],
] as const) {
  test(`the console stays closed to ${who}, and says why`, async () => {
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(program.origins.console);
    await enterPassword(page, who);
    const secret = demonstrationAccounts().find(({ identifier }) => identifier === who)?.totpSecret;
    if (secret) await enterCode(page, new TOTP({ secret }).generate());
    await page.getByText(translatorFor('id')(key)).waitFor();
    await context.close();
  });
}

test('with JavaScript a password can be shown, and Caps Lock is hinted at', async () => {
  const context = await newContext();
  const { page, t } = await openSignIn(context, program, { javaScript: true, language: 'id' });
  const password = page.locator('input[name=password]');
  assert.equal(await password.getAttribute('autocomplete'), 'current-password');
  assert.equal(await page.getAttribute('input[name=identifier]', 'autocomplete'), 'username webauthn');
  await password.fill('Rahasia');
  await page.getByRole('button', { name: t('layout.show_password') }).click();
  assert.equal(await password.getAttribute('type'), 'text');
  await page.getByRole('button', { name: t('layout.hide_password') }).click();
  assert.equal(await password.getAttribute('type'), 'password');
  const hint = page.getByText(t('layout.caps_lock'));
  assert.equal(await hint.isVisible(), false);
  const type = (modifierCapsLock: boolean) =>
    password.evaluate(
      (input, on) =>
        input.dispatchEvent(new KeyboardEvent('keyup', { key: 'A', modifierCapsLock: on, bubbles: true })),
      modifierCapsLock,
    );
  await type(true);
  assert.equal(await hint.isVisible(), true);
  await type(false);
  assert.equal(await hint.isVisible(), false);
  await context.close();
});

test('on a keyboard alone: name, Tab, password, Enter', async () => {
  const context = await newContext();
  const { page } = await openSignIn(context, program, { javaScript: true, language: 'id' });
  const account = await program.openAccount();
  await page.focus('input[name=identifier]');
  await page.keyboard.type(account.username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(demonstrationPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL(dashboard);
  await context.close();
});

test('without JavaScript there is no button that does nothing', async () => {
  const context = await newContext({ javaScript: false });
  const { page } = await openSignIn(context, program, { javaScript: false, language: 'id' });
  assert.equal(await page.locator('.show').isVisible(), false);
  assert.equal(await page.locator('.caps').isVisible(), false);
  await context.close();
});

journey('a double click sends one request: one sign-in, one counted mistake', async ({ page }) => {
  const account = await program.openAccount();
  const count = async (event: string) =>
    (
      await program.database.one<{ count: number }>(
        sql`select count(*)::int as count from activity.entry where account_id = ${account.accountId} and event = ${event}`,
      )
    ).count;
  await page.fill('input[name=identifier]', account.username);
  await page.fill('input[name=password]', 'Bukan-Kata-Sandi-1');
  await submitButton(page).dblclick();
  await page.locator('.notice.bad:not([hidden])').waitFor();
  await page.waitForLoadState();
  assert.equal(await count('sign_in_refused'), 1);
  await page.fill('input[name=password]', 'Sawah-Hijau-Pagi-7');
  await submitButton(page).dblclick();
  await page.waitForURL(dashboard);
  assert.equal(await count('sign_in_succeeded'), 1);
});
