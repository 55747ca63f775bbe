/**
 * Writes a picture of every page into screens/: 320 and 1100 px, both languages, JavaScript on and off. npm run screens
 * First the pages that stand still, then those that the journeys of the tests come by (`npm run screens journeys`).
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { demonstrationAccounts } from '../src/commands/demonstration-accounts.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { demonstrationPassword, enterPassword, newestCode } from '../tests/support/journey.ts';
import { launchProgram, type Program } from '../tests/support/program.ts';

const folder = join(import.meta.dirname, '../screens');
const only = process.argv.slice(2);
let officersShown = 0;
/** "This was not me" asks for a new password, so each look leaves one to the next. */
let passwordNow = demonstrationPassword;
let passwordsChosen = 0;

type Look = { readonly width: number; readonly language: 'id' | 'en'; readonly javaScript: boolean };

const looks: readonly Look[] = [320, 1100].flatMap((width) =>
  (['id', 'en'] as const).flatMap((language) =>
    [true, false].map((javaScript) => ({ width, language, javaScript })),
  ),
);

type Shoot = (name: string) => Promise<void>;

/** What the member meets, in order; each step leaves the browser on a page and takes its picture. */
async function memberPages(page: Page, program: Program, shoot: Shoot, language: string): Promise<void> {
  const { portal, sso, inbox } = program.origins;
  const lang = `lang=${language}`;
  await page.goto(`${sso}/?${lang}`);
  await shoot('01-sso-home');
  await page.goto(`${portal}/?${lang}`);
  await shoot('02-portal-home');
  await page.goto(`${portal}/help`);
  await shoot('03-help');
  await page.goto(`${portal}/help?q=${language === 'id' ? 'otp+tidak+masuk' : 'code+not+arriving'}`);
  await shoot('03-help-found');
  await page.goto(`${portal}/help/code-not-arriving`);
  await shoot('03-help-topic');
  await page.goto(`${portal}/message-check`);
  await shoot('03-message-check');
  await page.fill('textarea', 'Kirim kode OTP ke http://saldo-jht.example\nRef ABCD-2345');
  await page.click('main form button.button');
  await shoot('03-message-checked');
  await page.goto(`${portal}/`);
  await page.click('main a.button');
  await shoot('04-sign-in');
  await enterPassword(page, 'siti.rahayu', 'bukan-kata-sandi-ini');
  await shoot('05-sign-in-wrong');
  await enterPassword(page, 'budi.santoso');
  await page.waitForURL(/\/code/);
  await page.waitForTimeout(1500);
  await page.reload();
  await shoot('06-code');
  await page.fill('input[name=code]', '000000');
  await page.click('main form button.button:not(.link)');
  await shoot('07-code-wrong');
  await page.fill(
    'input[name=code]',
    await newestCode(program, 'budi.santoso@contoh.id').catch(() => newestCode(program, '')),
  );
  await page.click('main form button.button:not(.link)');
  await page.waitForURL(`${portal}/dashboard`);
  await shoot('08-dashboard-budi');
  await page.goto(`${inbox}/`);
  await shoot('20-inbox');
}

async function signedInPages(page: Page, program: Program, shoot: Shoot, language: string): Promise<void> {
  const { portal, sso } = program.origins;
  await page.goto(`${sso}/?lang=${language}`);
  await page.goto(`${portal}/login?lang=${language}`);
  await enterPassword(page, 'siti.rahayu');
  await page.waitForURL(`${portal}/dashboard`);
  await shoot('09-dashboard');
  for (const [name, path] of [
    ['10-contributions', '/contributions'],
    ['11-contributions-filtered', '/contributions?year=2025&programme=JP'],
    ['12-balance', '/balance'],
    ['13-details', '/details'],
    ['15-programmes', '/programmes'],
    ['16-not-found', '/tidak-ada'],
    ['23-contributions-jkp', '/contributions?programme=JKP'],
    ['24-help-signed-in', '/help'],
  ] as const) {
    await page.goto(`${portal}${path}`);
    await shoot(name);
  }
  await page.goto(`${sso}/`);
  await shoot('25-sso-home-signed-in');
  await page.goto(`${portal}/details`);
  await page.click('main form button');
  await shoot('14-details-revealed');
  await page.goto(`${portal}/dashboard`);
  await page.click('header form button, form[action="/logout"] button');
  await page.waitForURL(/logged-out/);
  await shoot('17-logged-out');
  await page.goto(`${portal}/session-ended`);
  await shoot('18-session-ended');
}

/** The account's safety, on the sign-in's own address. */
async function securityPages(page: Page, program: Program, shoot: Shoot, language: string): Promise<void> {
  const { portal, sso } = program.origins;
  await page.goto(`${sso}/?lang=${language}`);
  await page.goto(`${portal}/login?lang=${language}`);
  await enterPassword(page, 'rizky.pratama', passwordNow);
  await page.waitForURL(`${portal}/dashboard`);
  for (const [name, path] of [
    ['30-security', '/security'],
    ['31-sessions', '/security/sessions'],
    ['32-activity', '/security/activity'],
    ['33-confirm', '/security/confirm'],
    ['36-contacts', '/security/contacts'],
    ['37-stop', '/stop'],
    ['38-password', '/security/password'],
  ] as const) {
    await page.goto(`${sso}${path}`);
    await shoot(name);
  }
  await page.goto(`${sso}/security/activity`);
  await page.click('main .rows a');
  await shoot('34-not-me');
  await page.click('main form button');
  await shoot('35-not-me-done');
  await page.goto(`${sso}/security/password`);
  await shoot('39-not-me-password');
  passwordsChosen += 1;
  const chosen = `Perahu-Kertas-Biru-${passwordsChosen}`;
  for (const [name, typed] of Object.entries({ current: passwordNow, password: chosen, repeat: chosen }))
    if (await page.$(`input[name=${name}]`)) await page.fill(`input[name=${name}]`, typed);
  await page.click('main form button.button:not(.link)');
  await shoot('39-password-changed');
  passwordNow = chosen;
}

async function officerPages(page: Page, program: Program, shoot: Shoot, language: string): Promise<void> {
  const { sso, console: consoleOrigin } = program.origins;
  // An app's code works once, so each look signs in as another officer.
  const officers = demonstrationAccounts().filter(({ totpSecret, role }) => totpSecret && role !== 'clerk');
  const officer = officers[officersShown % officers.length];
  officersShown += 1;
  await page.goto(`${sso}/?lang=${language}`);
  await page.goto(`${consoleOrigin}/?lang=${language}`);
  await enterPassword(page, officer?.identifier ?? '', demonstrationPassword);
  await shoot('21-code-app');
  await page.fill('input[name=code]', new TOTP({ secret: officer?.totpSecret ?? '' }).generate());
  await page.click('main form button.button:not(.link)');
  await shoot('22-console');
  await page.goto(`${program.origins.portal}/dashboard`);
  await shoot('26-not-allowed');
}

async function closedPage(
  page: Page,
  program: Program,
  shoot: Shoot,
  language: string,
  identifier: string,
): Promise<void> {
  await page.goto(`${program.origins.sso}/?lang=${language}`);
  await page.goto(`${program.origins.portal}/login`);
  for (let tries = 0; tries < 11 && (await page.locator('input[name=password]').count()) > 0; tries += 1)
    await enterPassword(page, identifier, `salah-sekali-${tries}`);
  await shoot('19-closed');
}

async function shootAll(browser: Browser, program: Program, look: Look): Promise<void> {
  const { width, language, javaScript } = look;
  const suffix = `${width}-${language}${javaScript ? '' : '-nojs'}`;
  const context = () =>
    browser.newContext({
      viewport: { width, height: width === 320 ? 640 : 800 },
      javaScriptEnabled: javaScript,
      locale: language === 'id' ? 'id-ID' : 'en-GB',
    });
  for (const [part, pages] of Object.entries({
    member: memberPages,
    signedIn: signedInPages,
    security: securityPages,
    officer: officerPages,
    closed: closedPage,
  })) {
    if (only.length > 0 && !only.includes(part)) continue;
    const own = await context();
    const page = await own.newPage();
    page.setDefaultTimeout(10_000);
    const shoot: Shoot = async (name) => {
      await page.screenshot({ path: join(folder, `${name}-${suffix}.png`), fullPage: true });
    };
    try {
      await pages(page, program, shoot, language, `tidak.ada.${suffix}`);
    } catch (error) {
      await shoot(`99-stopped-${part}`);
      console.error(`${part} ${suffix}: ${(error as Error).message.split('\n')[0]} at ${page.url()}`);
      process.exitCode = 1;
    }
    await own.close();
  }
  console.log(`${suffix} done`);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
if (only.length === 0 || only.some((part) => part !== 'journeys')) await stills();
if (only.length === 0 || only.includes('journeys')) journeys();
console.log(`Pictures in ${folder}`);

/** Every page that the journeys look at, in the looks that they are walked in. */
function journeys(): void {
  const { status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'test.ts'), ...globSync('tests/journeys/*.test.ts')],
    { stdio: 'inherit', env: { ...process.env, PICTURES: folder } },
  );
  if (status !== 0) process.exitCode = 1;
}

async function stills(): Promise<void> {
  // One member signs in again and again here, which the limits on codes would stop.
  const program = await launchProgram({
    CODE_SEND_GAP_SECONDS: '1',
    CODE_SENDS_PER_HOUR: '100',
    CODE_SENDS_PER_DAY: '100',
    CODE_WRONG_PER_HOUR: '100',
    CODE_WRONG_PER_DAY: '100',
  });
  const browser = await launchBrowser();
  try {
    for (const look of looks) await shootAll(browser, program, look);
  } finally {
    await browser.close();
    await program.stop();
  }
}
