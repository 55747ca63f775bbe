import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, isoDate } from '#kernel';
import { html, type Page } from '#platform';
import { button, card, checkbox, field, form, notice, page, renderError } from '#web/layout';
import type { CheckAnswer } from '#statements';
import type { DeskServices } from '#support';
import { consolePages, operationsPages } from '#web/console';
import { announcements, helpPages, messageCheckPages, proofPages, statusPages, writeGate } from '#web/public';
import { portalPages } from '#web/portal';
import { verifyPage } from '../src/web/public/verify-page.ts';
import { headsPage } from '../src/web/public/proof-heads-page.ts';
import { proofPage } from '../src/web/public/proof-page.ts';
import axe from 'axe-core';
import type { Page as Tab } from 'playwright-core';
import { sampleProof } from './support/activity.ts';
import { openBrowser, servePages } from './support/page-server.ts';
import { cardId, doorsOnly, emptyReads, fullReads } from './support/portal-reads.ts';
import { troubledSnapshot, watchKnowing, wellSnapshot } from './support/status.ts';
import { openPage, testNow, testSession, testVisit, type TestVisitOptions } from './support/visit.ts';

const portal = (reads = fullReads()) => portalPages({ database: doorsOnly, reads });
const rendered =
  (
    pages: readonly Page[],
    path: string,
    options: TestVisitOptions & { form?: Record<string, string> } = {},
  ) =>
  async () =>
    (await openPage(pages, path, options)).text();

const member = { session: testSession };
const operator = { session: { ...testSession, roles: ['operator'] } };
const troubled = watchKnowing(troubledSnapshot);
const operations = operationsPages({ database: doorsOnly, status: troubled });
const refusedWrite = () =>
  writeGate(troubled, () => 'records')(testVisit(), { path: '/form', access: 'public' });
const later = (seconds: number) => new Date(testNow.getTime() + seconds * 1000);
const ending = (seconds: number) =>
  page(testVisit({ session: { ...testSession, endsAt: later(seconds) } }), {
    title: 'Sesi',
    body: html`<p>rahasia</p>`,
    signOut: '/logout',
  }).toString();

const visit = testVisit();
const formPage = page(visit, {
  title: 'Masuk',
  body: html`${notice({ kind: 'bad', title: 'Tidak cocok.', body: html`Coba lagi.` })}
  ${card({
    body: form(visit, {
      action: '/form',
      body: html`${field(visit, { name: 'identifier', label: 'Nomor peserta', autocomplete: 'username' })}
      ${field(visit, { name: 'password', type: 'password', label: 'Kata sandi', error: 'Isi kata sandi.' })}
      ${field(visit, { name: 'code', label: 'Kode 6 angka', big: true, hint: 'Enam angka.' })}
      ${checkbox({ name: 'shared', label: 'Ini perangkat bersama', hint: 'Keluar sendiri.' })}
      ${button({ label: 'Masuk', name: 'go', value: 'yes' })}`,
    }),
  })}
  ${form(visit, { action: '/form', body: button({ label: 'Kirim ulang', kind: 'secondary', countdownTo: later(2) }) })}`,
}).toString();

const sampleAnswer: CheckAnswer = {
  kind: 'good',
  checked: {
    year: 2025,
    until: isoDate('2025-12-31'),
    state: 'closed',
    maskedName: 'S••• R•••',
    memberNumberEnds: ['3208'],
    amounts: {
      opening: 63_951_451n,
      contributions: 7_531_980n,
      returns: 3_711_023n,
      payments: 0n,
      corrections: 0n,
      closing: 75_194_454n,
    },
    issuedAt: testNow,
    expiresAt: later(90 * 86_400),
  },
};

const pages = {
  '/home': rendered(portal(), '/'),
  '/dashboard': rendered(portal(), '/dashboard', member),
  '/dashboard-en': rendered(portal(), '/dashboard', { ...member, language: 'en' }),
  '/dashboard-empty': rendered(portal(emptyReads()), '/dashboard', member),
  '/contributions': rendered(portal(), '/contributions', member),
  '/contributions-filtered': rendered(portal(), '/contributions?year=2025&programme=JHT', member),
  '/contributions-empty': rendered(portal(emptyReads()), '/contributions', member),
  '/contributions-month': rendered(portal(), `/contributions/month/${cardId}/2026-05`, member),
  '/balance': rendered(portal(), '/balance', member),
  '/details': rendered(portal(), '/details', member),
  '/details-revealed': rendered(portal(), '/details', { ...member, form: {} }),
  '/programmes': rendered(portal(), '/programmes', member),
  '/programmes/jht': rendered(portal(), '/programmes/jht', member),
  '/programmes/jp': rendered(portal(), '/programmes/jp', member),
  '/programmes/jkk': rendered(portal(), '/programmes/jkk', member),
  '/programmes/jkm': rendered(portal(), '/programmes/jkm', member),
  '/programmes/jkp': rendered(portal(), '/programmes/jkp', member),
  '/no-person': rendered(portal(), '/dashboard', { session: { ...testSession, personId: undefined } }),
  '/console': rendered(consolePages({} as DeskServices), '/search', {
    session: { ...testSession, roles: ['agent'] },
  }),
  '/help': rendered(helpPages(), '/help'),
  '/help-found': rendered(helpPages(), '/help?q=lupa+sandi'),
  '/help-none': rendered(helpPages(), '/help?q=resep+rendang', { language: 'en' }),
  '/help-topic': rendered(helpPages(), '/help/code-not-arriving'),
  '/status': rendered(statusPages(watchKnowing(wellSnapshot)), '/status'),
  '/status-troubled': rendered(statusPages(troubled), '/status', { language: 'en' }),
  '/read-only': async () => refusedWrite()?.text() ?? '',
  '/announced': rendered(helpPages(), '/help', { announcements: announcements(troubled, testVisit()) }),
  '/operations': rendered(operations, '/operations', operator),
  '/operations-new': rendered(operations, '/operations/notices/new', operator),
  '/operations-read-only': rendered(operations, '/operations/read-only', operator),
  '/message-check': rendered(messageCheckPages(doorsOnly), '/message-check'),
  '/proof': rendered(proofPages(doorsOnly), '/proof'),
  '/proof-holds': () => proofPage(testVisit(), { kind: 'holds', proof: sampleProof }).toString(),
  '/proof/heads': () => headsPage(testVisit(), [sampleProof.batch]).toString(),
  '/verify': () => verifyPage(testVisit(), { typed: '' }).toString(),
  '/verify-good': () => verifyPage(testVisit(), { typed: '', answer: sampleAnswer }).toString(),
  '/verify-mistyped': () => verifyPage(testVisit(), { typed: 'A1', answer: { kind: 'mistyped' } }).toString(),
  '/error': () => renderError(testVisit(), new AppError('bug', 'x')).toString(),
  '/form': () => formPage,
};

const origin = await servePages({ ...pages, '/warned': () => ending(121), '/ended': () => ending(1) });
const browser = await openBrowser();
// axe-core's source is a script for the page; the strict policy lets only the debugger bring it in.
const axeSource = axe.source;

async function violationsOn(tab: Tab): Promise<string[]> {
  await tab.evaluate(axeSource);
  const { violations } = await tab.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`);
}

/** The pages whose layout changes most on a wide screen; on the others only the fit is looked at there. */
const wideForAxe = new Set(['/dashboard', '/contributions-filtered', '/details', '/help', '/help-topic']);

for (const width of [320, 1100]) {
  test(`every page fits ${width} px, keeps its words legible and passes axe`, async () => {
    const context = await browser.newContext({ viewport: { width, height: 640 } });
    for (const path of Object.keys(pages)) {
      const tab = await context.newPage();
      await tab.goto(origin + path);
      const seen = await tab.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        tiny: [...document.querySelectorAll('body *')].filter(
          (element) =>
            [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()) &&
            Number.parseFloat(getComputedStyle(element).fontSize) < 12,
        ).length,
      }));
      assert.deepEqual(seen, { overflow: 0, tiny: 0 }, path);
      if (width === 320 || wideForAxe.has(path)) assert.deepEqual(await violationsOn(tab), [], path);
      await tab.close();
    }
    await context.close();
  });
}

test('the balance stands on a phone’s first screen', async () => {
  const tab = await browser.newPage({ viewport: { width: 360, height: 640 } });
  await tab.goto(`${origin}/dashboard`);
  const box = await tab.locator('.amount').boundingBox();
  assert.ok(box && box.y + box.height <= 640, `ends at ${box ? box.y + box.height : '?'}`);
  await tab.close();
});

test('[V6.2.6] what went wrong takes the focus; a password shows and hides, and leaves hidden', async () => {
  const tab = await browser.newPage();
  await tab.goto(`${origin}/form`);
  assert.equal(await tab.evaluate(() => document.activeElement?.getAttribute('role')), 'alert');
  const input = tab.locator('#field-password');
  await tab.getByRole('button', { name: 'Tampilkan' }).click();
  assert.equal(await input.getAttribute('type'), 'text');
  await tab.evaluate(() =>
    document.addEventListener('submit', (event) => {
      event.preventDefault();
    }),
  );
  await tab.getByRole('button', { name: 'Masuk' }).click();
  assert.equal(await input.getAttribute('type'), 'password');
  await tab.close();
});

test('a pressed button sleeps, and its own value still travels', async () => {
  const tab = await browser.newPage();
  await tab.goto(`${origin}/form`);
  const [request] = await Promise.all([
    tab.waitForRequest((one) => one.method() === 'POST'),
    tab.getByRole('button', { name: 'Masuk' }).dblclick(),
  ]);
  assert.match(request.postData() ?? '', /go=yes/);
  await tab.close();
});

test('a button counts down in place and then may be pressed', async () => {
  const tab = await browser.newPage();
  await tab.goto(`${origin}/form`);
  const waiting = tab.getByRole('button', { name: /Kirim ulang/ });
  assert.match((await waiting.textContent()) ?? '', /^Kirim ulang \(\d detik\)$/);
  assert.equal(await waiting.isDisabled(), true);
  await tab.locator('button:text-is("Kirim ulang"):enabled').waitFor({ timeout: 5000 });
  await tab.close();
});

test('the session’s end is announced, and covers the page when it comes', async () => {
  const tab = await browser.newPage();
  await tab.goto(`${origin}/warned`);
  await tab.getByRole('button', { name: 'Tetap masuk' }).waitFor({ timeout: 5000 });
  assert.equal(await tab.evaluate(() => document.activeElement?.textContent?.trim()), 'Tetap masuk');
  await tab.getByRole('button', { name: 'Tetap masuk' }).click();
  await tab.locator('#session-warning').waitFor({ state: 'hidden' });
  await tab.goto(`${origin}/ended`);
  await tab.getByRole('link', { name: 'Masuk lagi' }).waitFor({ timeout: 5000 });
  assert.equal(await tab.getByText('rahasia').isVisible(), false);
  await tab.close();
});

test('without JavaScript the pages say the same, and hide what needs it', async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  });
  const tab = await context.newPage();
  await tab.goto(`${origin}/form`);
  assert.equal(await tab.getByText('Tampilkan').isVisible(), false);
  assert.equal(await tab.getByRole('button', { name: 'Kirim ulang' }).isEnabled(), true);
  await tab.goto(`${origin}/dashboard`);
  assert.equal(await tab.getByText('14.35').first().isVisible(), true);
  assert.equal(await tab.locator('#session-warning').isVisible(), false);
  await context.close();
});
