import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Translate, translatorFor } from '#platform';
import { registerClient } from '#sso';
import { TOTP } from 'otpauth';
import type { BrowserContext, Page } from 'playwright-core';
import { demonstrationAccounts } from '../../src/commands/demonstration-accounts.ts';
import { testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import {
  demonstrationPassword,
  enterCode,
  enterPassword,
  newestCode,
  press,
  submitButton,
} from '../support/journey.ts';
import { faultsOf } from '../support/looking.ts';
import { focusFault, pageFaults } from '../support/page-checks.ts';
import { fillRegister, registerPerson } from '../support/registering.ts';

const program = await startJourneyProgram({ CODE_WRONG_PER_HOUR: '50' });
const newContext = await testBrowser();
const { portal, sso, console: consoleOrigin, inbox } = program.origins;

await registerClient(
  program.database,
  {
    clientId: 'klaim',
    name: 'Layanan Klaim Jaminan Hari Tua Nusantara',
    redirectUris: ['https://klaim.example/kembali'],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: undefined,
    firstParty: false,
    public: true,
  },
  new Date(),
);
const consentAddress = `${sso}/oauth/authorize?${new URLSearchParams({
  client_id: 'klaim',
  redirect_uri: 'https://klaim.example/kembali',
  response_type: 'code',
  scope: 'openid profile email phone',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
  state: 'x'.repeat(20),
}).toString()}`;

type Stage = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly t: Translate;
  readonly language: 'id' | 'en';
  readonly width: number;
  /** Looks at the page as it stands. */
  readonly look: (name: string) => Promise<void>;
  readonly open: (address: string, name?: string) => Promise<void>;
};

const looks = [
  { width: 320, language: 'id' },
  { width: 320, language: 'en' },
  { width: 1100, language: 'id' },
] as const;

/** A tour of pages in one look; all faults on the way are told together. */
function tour(
  name: string,
  walk: (stage: Stage) => Promise<void>,
  chosen: readonly (typeof looks)[number][] = looks,
): void {
  for (const { width, language } of chosen)
    test(`nothing is wrong with ${name} at ${width} px in ${language}`, async () => {
      const context = await newContext({ width, height: width === 320 ? 640 : 800, language });
      const page = await context.newPage();
      const faults: string[] = [];
      const look = async (what: string) => {
        faults.push(...(await faultsOf(page, { javaScript: true }, what)));
      };
      const open = async (address: string, what = address) => {
        await page.goto(address);
        await look(what);
      };
      await page.goto(`${portal}/?lang=${language}`);
      await page.goto(`${sso}/?lang=${language}`);
      await walk({ page, context, t: translatorFor(language), language, width, look, open });
      assert.deepEqual(faults, []);
      await context.close();
    });
}

tour('the public pages', async ({ page, look, open, language }) => {
  await open(`${portal}/`);
  await open(`${sso}/`);
  await open(`${portal}/help`);
  await open(`${portal}/help?q=kode`, 'help found');
  await open(`${portal}/help/lost-phone`);
  await open(`${portal}/message-check`);
  await submitButton(page).click();
  await look('nothing pasted');
  await open(`${portal}/tidak-ada`);
  await open(`${portal}/logged-out?state=shared`);
  await open(`${portal}/session-ended?to=/balance`);
  await open(`${sso}/oauth/authorize?client_id=tidak-ada&response_type=code`, 'unknown client');
  await open(`${inbox}/?lang=${language}&refresh=off&to=tidak.ada@contoh.id`, 'inbox without messages');
});

tour('the sign-in pages', async ({ page, look, open, t, context }) => {
  const account = await program.openAccount({ secondFactor: ['sms', 'email'] });
  await open(`${portal}/login`, 'sign-in');
  await submitButton(page).click();
  await look('nothing typed');
  await enterPassword(page, account.username, 'Bukan-Kata-Sandi-1');
  await look('wrong password');
  await enterPassword(page, account.username);
  await page.waitForURL(/\/code$/);
  await look('code');
  const code = await newestCode(program, account.phone);
  await enterCode(page, code === '000000' ? '111111' : '000000');
  await look('wrong code');
  const tab = await context.newPage();
  await tab.goto(`${portal}/login`);
  await enterPassword(tab, account.username);
  await tab.waitForURL(/\/code$/);
  assert.deepEqual(await pageFaults(tab), [], 'code not sent');
  await tab.close();
  await page.goto(`${portal}/login`);
  const closing = await program.openAccount();
  for (let tries = 0; tries < 10; tries += 1)
    await enterPassword(page, closing.username, `Salah-Lagi-${tries}`);
  await page.getByText(t('signin.closed_ways')).waitFor();
  await look('closed');
  await open(`${inbox}/?refresh=off`, 'inbox');
});

tour('the pages on which an account is opened', async ({ page, look, open, t, width, language }) => {
  const looked = looks.findIndex((one) => one.width === width && one.language === language);
  const person = registerPerson({
    nik: `327301570588990${looked}`,
    kpj: `0999999990${looked}`,
    phone: `+6281255550${looked}01`,
  });
  await fillRegister(program.database, [person]);
  await open(`${sso}/register`);
  await submitButton(page).click();
  await look('nothing typed');
  await page.fill('input[name=member_number]', person.kpj);
  await page.fill('input[name=national_number]', person.nik);
  await page.fill('input[name=birth_date]', '17-05-1988');
  await submitButton(page).click();
  await page.waitForURL(/\/register\/code$/);
  await look('code');
  await enterCode(page, await newestCode(program, person.phone));
  await page.waitForURL(/\/register\/contact$/);
  await look('contacts');
  await page.fill('input[name=contact]', 'bukan kontak');
  await submitButton(page).click();
  await look('not a contact');
  const email = `uji.daftar${looked}@contoh.id`;
  await page.fill('input[name=contact]', email);
  await submitButton(page).click();
  await page.waitForURL(/\/contact\/code$/);
  await look('code of an own contact');
  await enterCode(page, await newestCode(program, email));
  await page.waitForURL(/\/register\/contact$/);
  await look('a confirmed contact');
  await press(page, t('register.continue'));
  await page.waitForURL(/\/register\/password$/);
  await look('password');
  await page.fill('input[name=password]', 'pendek');
  await submitButton(page).click();
  await look('passwords that differ');
  for (const name of ['password', 'repeat']) await page.fill(`input[name=${name}]`, demonstrationPassword);
  await submitButton(page).click();
  await page.waitForURL(/\/register\/done$/);
  await look('done');
});

tour('the consent and the way out of another service', async ({ page, look, open }) => {
  const account = await program.openAccount();
  await open(consentAddress, 'sign-in for a service');
  await enterPassword(page, account.username);
  await page.waitForURL(/\/consent$/);
  await look('consent');
  await open(`${sso}/oauth/logout`, 'logging out at the sso');
  await page.locator('button[name=logout]').click();
  await look('logged out at the sso');
});

const programmePages = ['jht', 'jp', 'jkk', 'jkm', 'jkp'].map((name) => `/programmes/${name}`);
const memberPages = [
  '/dashboard',
  '/contributions',
  '/balance',
  '/balance/statement/2025',
  '/verify',
  '/details',
  '/programmes',
  ...programmePages,
  '/data',
  '/data/export',
  '/data/limit',
  '/data/consents',
  '/data/delete',
  '/data/keep',
  '/corrections',
  '/corrections/family',
  '/details/address',
  '/bill',
] as const;

tour('the pages of a member', async ({ page, look, open, t }) => {
  await page.goto(`${portal}/login`);
  await enterPassword(page, 'siti.rahayu');
  await page.waitForURL(`${portal}/dashboard`);
  for (const path of memberPages) await open(`${portal}${path}`);
  await open(`${portal}/contributions?year=2025&programme=JP`, 'filtered');
  for (const summary of await page.locator('summary').all()) await summary.click();
  await look('all unfolded');
  await open(`${portal}/contributions?year=2009`, 'nothing found');
  await open(`${portal}/contributions?page=2`, 'older');
  await open(`${sso}/security/who-saw`);
  await open(`${sso}/security/activity`);
  await page.locator('a[href^="/security/activity/"]').first().click();
  await look('entry of the activity');
  await page.goto(`${portal}/details`);
  await press(page, t('portal.details.reveal'));
  await page.getByText(t('portal.details.revealed')).waitFor();
  await look('NIK revealed');
});

tour(
  'the pages of an account without a person on the register',
  async ({ page, open }) => {
    const account = await program.openAccount();
    await page.goto(`${portal}/login`);
    await enterPassword(page, account.username);
    await page.waitForURL(`${portal}/dashboard`);
    for (const path of memberPages) await open(`${portal}${path}`);
  },
  looks.slice(0, 1),
);

for (const member of ['agus.setiawan', 'wayan.sudarma'])
  tour(
    `the pages of ${member}`,
    async ({ page, open }) => {
      await page.goto(`${portal}/login`);
      await enterPassword(page, member);
      await page.waitForURL(`${portal}/dashboard`);
      for (const path of memberPages) await open(`${portal}${path}`);
    },
    looks.slice(1, 2),
  );

const officers = demonstrationAccounts().filter(({ totpSecret, role }) => totpSecret && role !== 'clerk');

/** What each role may open; tests/routes.test.ts and docs/access.md say it of all pages. */
const consoleLists: Readonly<Record<string, readonly string[]>> = {
  agent: ['/corrections', '/employers'],
  supervisor: ['/corrections', '/employers', '/payments', '/data'],
  operator: ['/payments'],
  auditor: ['/data'],
};

tour('the console', async ({ page, look, open, language }) => {
  // An app's code works once, so each look takes another officer.
  const officer = officers.pop();
  await page.goto(`${consoleOrigin}/?lang=${language}`);
  await enterPassword(page, officer?.identifier ?? '');
  await page.waitForURL(/\/code$/);
  await look('code of an app');
  await enterCode(page, new TOTP({ secret: officer?.totpSecret ?? '' }).generate());
  await page.waitForURL(`${consoleOrigin}/`);
  await look('console');
  for (const path of consoleLists[officer?.role ?? ''] ?? []) await open(`${consoleOrigin}${path}`);
});

tour(
  'the console for a member',
  async ({ page, look, language, t }) => {
    await page.goto(`${consoleOrigin}/?lang=${language}`);
    await enterPassword(page, 'siti.rahayu');
    await page.getByText(t('signin.stronger_needed')).waitFor();
    await look('stronger factor needed');
  },
  looks.slice(0, 2),
);

/** Presses Tab until the focus stands on the wanted element; every stop must be seen. */
async function tabTo(page: Page, wanted: string, most = 60): Promise<void> {
  for (let stops = 0; stops < most; stops += 1) {
    await page.keyboard.press('Tab');
    assert.equal(await focusFault(page), undefined);
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted)) return;
  }
  assert.fail(`${wanted} is not reached on ${page.url()}`);
}

/** A page puts the focus where it asks for when it is drawn first, which may be after it was loaded. */
const hasFocus = (page: Page, name: string) =>
  page.waitForFunction((wanted) => document.activeElement?.getAttribute('name') === wanted, name);

for (const width of [320, 1100])
  test(`the keyboard alone goes from the home page to the way out at ${width} px`, async () => {
    const context = await newContext({ width });
    const page = await context.newPage();
    const account = await program.openAccount({ secondFactor: ['email'] });
    await page.goto(portal);
    await page.keyboard.press('Tab');
    assert.ok(await page.locator('.skip').evaluate((link) => link === document.activeElement));
    assert.equal(await focusFault(page), undefined, 'the skip link shows itself');
    await page.keyboard.press('Enter');
    await tabTo(page, 'main a.button', 1);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${sso}/signin/*`);
    await hasFocus(page, 'identifier');
    await page.keyboard.type(account.username);
    await tabTo(page, 'input[name=password]', 2);
    await page.keyboard.type(demonstrationPassword);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/code$/);
    await hasFocus(page, 'code');
    await page.keyboard.type(await newestCode(program, account.email));
    await tabTo(page, 'input[name=remember]', 1);
    await page.keyboard.press('Space');
    await tabTo(page, 'button.button', 1);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${portal}/dashboard`);
    await tabTo(page, '.menu a[href="/contributions"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${portal}/contributions`);
    await tabTo(page, '.session button');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${portal}/logged-out*`);
    await context.close();
  });

test('the keyboard alone filters the history and unfolds a month', async () => {
  const context = await newContext({ width: 320 });
  const page = await context.newPage();
  await page.goto(`${portal}/login`);
  await enterPassword(page, 'siti.rahayu');
  await page.waitForURL(`${portal}/dashboard`);
  await page.goto(`${portal}/contributions`);
  await tabTo(page, 'main summary');
  await page.keyboard.press('Enter');
  await tabTo(page, 'select[name=year]', 1);
  await page.keyboard.press('ArrowDown');
  await tabTo(page, 'select[name=programme]', 2);
  await tabTo(page, '.filter button', 1);
  await page.keyboard.press('Enter');
  await page.waitForURL(/year=\d{4}/);
  await tabTo(page, '.stacks summary');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.stacks details[open]').count(), 1);
  await context.close();
});
