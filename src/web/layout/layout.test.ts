import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Script } from 'node:vm';
import { brotliCompressSync, constants } from 'node:zlib';
import { AppError, errorCatalogue, type ErrorCode, month } from '#kernel';
import { html, languages } from '#platform';
import {
  passkeyPart,
  passkeyScript,
  newPasswordForm,
  newPasswordScript,
  areaChart,
  assets,
  badge,
  barChart,
  browserScript,
  button,
  card,
  chain,
  checkbox,
  dataTable,
  definitions,
  disclosure,
  field,
  form,
  linkButton,
  notice,
  page,
  refundList,
  renderError,
  select,
  styleSheet,
} from '#web/layout';
import { testConfig, testSession, testVisit } from '../../../tests/support/visit.ts';

const nasty = `<img src=x onerror=alert(1)>"'&`;

test('[V1.2.1] every component escapes what people typed', () => {
  const visit = testVisit();
  const pieces = [
    field(visit, { name: 'a', label: nasty, value: nasty, hint: nasty, error: nasty, autocomplete: nasty }),
    checkbox({ name: 'b', label: nasty, hint: nasty }),
    select({ name: 'c', label: nasty, value: nasty, options: [{ value: nasty, label: nasty }] }),
    form(visit, { action: nasty, body: html`${nasty}` }),
    button({ label: nasty, name: 'd', value: nasty }),
    linkButton({ href: nasty, label: nasty }),
    card({ title: nasty, aside: html`${nasty}`, body: html`${nasty}` }),
    notice({ kind: 'bad', title: nasty, body: html`${nasty}` }),
    badge('ok', nasty),
    chain([{ label: nasty, state: 'done', detail: nasty }]),
    definitions([{ term: nasty, value: nasty }]),
    dataTable({ caption: nasty, columns: [{ label: nasty }], rows: [[nasty, nasty, nasty]] }),
    disclosure({ summary: nasty, body: html`${nasty}` }),
    barChart(visit, { title: nasty, bars: [{ month: month('2026-01'), amount: 5n, tone: 'full' }] }),
    page(visit, { title: nasty, body: html`${nasty}` }),
    renderError(testVisit({ requestId: nasty }), new AppError('bug', nasty)),
  ];
  for (const piece of pieces) assert.doesNotMatch(piece.toString(), /<img src/);
});

test('a made-up name is marked in the language of the page, and goes back as it is', () => {
  const name = 'Ratna Dewi (contoh)';
  for (const [language, marked] of [
    ['id', name],
    ['en', 'Ratna Dewi (example)'],
  ] as const) {
    const visit = testVisit({ language });
    const body = html`<p>${name}</p>
      ${field(visit, { name: 'a', label: 'a', value: name })}`;
    const markup = page(visit, { title: name, body }).toString();
    for (const part of [`<h1>${marked}</h1>`, `<p>${marked}</p>`, `value="${name}"`])
      assert.ok(markup.includes(part), `${language} ${part}`);
  }
});

test('a password that was typed never comes back in the page', () => {
  const markup = field(testVisit(), { name: 'password', label: 'x', type: 'password', value: 'rahasia' });
  assert.doesNotMatch(markup.toString(), /rahasia/);
});

test('every error of the catalogue says what happened, what to do and who helps, in both languages', () => {
  for (const language of languages) {
    for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
      const visit = testVisit({ language });
      const markup = renderError(visit, new AppError(code, 'the log detail')).toString();
      assert.match(markup, /<h1>[^<{]+<\/h1>/);
      assert.ok(markup.includes(visit.requestId) && markup.includes('tel:1500000'), code);
      assert.doesNotMatch(markup.slice(markup.indexOf('<body')), /the log detail|\{\w+\}/);
    }
  }
});

test('a page has one heading, a language, a skip link and the banner of the demonstration', () => {
  for (const body of [html`<p>x</p>`, html`<h1>Own</h1>`]) {
    const markup = page(testVisit(), { title: 'T', body }).toString();
    assert.equal(markup.match(/<h1/g)?.length, 1);
    assert.match(markup, /<html lang="id">/);
    assert.match(markup, /href="#content"/);
    assert.match(markup, /class="demo"/);
  }
  const real = testVisit({ config: { ...testConfig, DEMO: false } });
  assert.doesNotMatch(page(real, { title: 'T', body: html`x` }).toString(), /class="demo"/);
});

test('a signed-in page shows the end of the session and signs out by POST', () => {
  const visit = testVisit({ session: testSession });
  const markup = page(visit, { title: 'T', body: html`x`, signOut: '/logout' }).toString();
  assert.match(markup, /14\.35\u00a0WIB/);
  assert.match(markup, /<form method="post" action="\/logout"/);
  assert.match(markup, /name="_token"/);
});

test('the language switch keeps the page and its query, and can never lead to another host', () => {
  const markup = page(testVisit({ path: '//evil.example/x?year=2026' }), { title: 'T', body: html`x` });
  assert.match(markup.toString(), /href="\?year=2026&amp;lang=en"/);
  const posted = page(testVisit({ method: 'POST', path: '/x?step=2' }), { title: 'T', body: html`x` });
  assert.match(posted.toString(), /href="\?lang=en"/);
});

test('charts draw nothing without figures and never write words inside the drawing', () => {
  const visit = testVisit();
  assert.equal(barChart(visit, { title: 'x', bars: [] }).toString(), '');
  assert.equal(areaChart('x', [{ year: 2026, amount: 1n }]).toString(), '');
  assert.doesNotMatch(
    barChart(visit, {
      title: 'x',
      bars: [{ month: month('2026-01'), amount: 0n, tone: 'missing' }],
    }).toString(),
    /<text|NaN/,
  );
});

test('[V1.2.3] the page carries no style attribute and no script of its own', () => {
  const markup = page(testVisit({ session: testSession }), { title: 'T', body: html`x`, signOut: '/logout' });
  assert.doesNotMatch(markup.toString(), / style=| on\w+=|<script(?![^>]* src=)/);
});

test('the files under /assets/ are the ones that the page names', () => {
  const names = [...assets(testConfig).keys()];
  const body = html`${passkeyPart(testVisit(), { kind: 'show', options: {}, label: 'x' })}
  ${newPasswordForm(testVisit(), { action: '/', submit: 'x', problem: undefined })}`;
  const markup = page(testVisit(), { title: 'T', body }).toString();
  for (const name of names) assert.ok(markup.includes(`/assets/${name}`), name);
  assert.match(names[0] ?? '', /^goid\.[0-9a-f]{10}\.js$/);
});

test('the style sheet and an empty page leave room in the first round trip', () => {
  const { css } = styleSheet(testConfig);
  assert.ok(css.length <= 12_500, `style sheet: ${css.length} bytes`);
  const markup = page(testVisit(), { title: 'T', body: html`x` }).toString();
  const sent = brotliCompressSync(markup, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  assert.ok(sent.length <= 5000, `empty page: ${sent.length} bytes`);
});

test('the browser scripts are files without types, modules or comments', () => {
  for (const script of [browserScript, passkeyScript, newPasswordScript]) {
    assert.doesNotMatch(script, /\b(?:import|export)\b|: string|^\s*\/\//m);
    assert.doesNotThrow(() => new Script(script));
  }
});

test('only who may ask for a refund is shown how to take the request back', () => {
  const destination = { bank: 'BCA', number: '1234567890' };
  const asked = { refundId: 'r', amount: 9n, askedAt: new Date(0), destination, state: 'asked' } as const;
  assert.match(refundList(testVisit(), '/refund', [asked]).toString(), /value="withdraw"/);
  assert.doesNotMatch(refundList(testVisit(), '/refund', [asked], false).toString(), /value="withdraw"/);
});
