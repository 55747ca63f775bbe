import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { wholeFaces } from '../src/commands/faces.ts';
import { openHouse } from '../src/commands/house.ts';
import { readConfig } from '#platform';
import { helpPlaces } from '../src/web/public/help-links.ts';
import { testDatabase } from './support/database.ts';
import { testKeys } from './support/keys.ts';

const { url } = await testDatabase();
const house = await openHouse(readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' }), testKeys, url);
const faces = await wholeFaces(house);
await house.close();

test('every page of every face stands here with its methods and who may open it', () => {
  const found = faces.flatMap(({ site, pages }) =>
    pages.map(({ path, access, get, post, upload }) =>
      [site, access, [get && 'GET', (post ?? upload) && 'POST'].filter(Boolean).join('+'), path].join(' '),
    ),
  );
  assert.deepEqual(found.toSorted(), [
    'console officer GET /',
    'console officer GET /approvals',
    'console officer GET /cases',
    'console officer GET /corrections',
    'console officer GET /data',
    'console officer GET /employers',
    'console officer GET /looks',
    'console officer GET /operations',
    'console officer GET /refunds/:fileId',
    'console officer GET+POST /approvals/:proposalId',
    'console officer GET+POST /cases/:caseId',
    'console officer GET+POST /corrections/:caseId',
    'console officer GET+POST /corrections/:caseId/documents/:documentId',
    'console officer GET+POST /data/:requestId',
    'console officer GET+POST /death/:caseId',
    'console officer GET+POST /desk/:caseId',
    'console officer GET+POST /employers/:npp',
    'console officer GET+POST /exit/:caseId',
    'console officer GET+POST /exit/:caseId/documents/:documentId',
    'console officer GET+POST /look/:caseId',
    'console officer GET+POST /look/:caseId/explain',
    'console officer GET+POST /merging/:caseId',
    'console officer GET+POST /movement/:caseId',
    'console officer GET+POST /operations/notices/:id',
    'console officer GET+POST /operations/notices/new',
    'console officer GET+POST /operations/read-only',
    'console officer GET+POST /payments',
    'console officer GET+POST /refunds',
    'console officer GET+POST /search',
    'console officer GET+POST /search/:searchId',
    'console officer GET+POST /wage-reports/:caseId',
    'console officer GET+POST /wage-reports/:caseId/documents/:documentId',
    'console public GET /.well-known/change-password',
    'console public GET /.well-known/security.txt',
    'console public GET /callback',
    'console public GET /help',
    'console public GET /help/:topic',
    'console public GET /logged-out',
    'console public GET /login',
    'console public GET /not-allowed',
    'console public GET /session',
    'console public GET /session-ended',
    'console public GET+POST /logout',
    'employer clerk GET /employer/:npp',
    'employer clerk GET /employer/:npp/bills/:month',
    'employer clerk GET /employer/:npp/filing/:filingId/bad-rows',
    'employer clerk GET /employer/:npp/filing/:filingId/new-cards',
    'employer clerk GET /employer/:npp/sample/:kind',
    'employer clerk GET /employers',
    'employer clerk GET+POST /employer/:npp/bills',
    'employer clerk GET+POST /employer/:npp/clerks',
    'employer clerk GET+POST /employer/:npp/columns/:kind',
    'employer clerk GET+POST /employer/:npp/filing/:filingId',
    'employer clerk GET+POST /employer/:npp/form',
    'employer clerk GET+POST /employer/:npp/form/exits',
    'employer clerk GET+POST /employer/:npp/form/workers',
    'employer clerk GET+POST /employer/:npp/refund',
    'employer clerk GET+POST /employer/:npp/upload/:kind',
    'employer clerk GET+POST /invitation',
    'employer machine  /payments',
    'employer public GET /',
    'employer public GET /.well-known/change-password',
    'employer public GET /.well-known/security.txt',
    'employer public GET /callback',
    'employer public GET /help',
    'employer public GET /help/:topic',
    'employer public GET /invitation/link',
    'employer public GET /logged-out',
    'employer public GET /login',
    'employer public GET /not-allowed',
    'employer public GET /session',
    'employer public GET /session-ended',
    'employer public GET /status',
    'employer public GET /status.json',
    'employer public GET /status/en.atom',
    'employer public GET /status/id.atom',
    'employer public GET+POST /logout',
    'employer public GET+POST /message-check',
    'portal machine  /verify.json',
    'portal member GET /balance',
    'portal member GET /balance/proof/:id/pdf',
    'portal member GET /balance/statement/:year/pdf',
    'portal member GET /contributions',
    'portal member GET /contributions.csv',
    'portal member GET /contributions/month/:card/:month',
    'portal member GET /dashboard',
    'portal member GET /data',
    'portal member GET /programmes',
    'portal member GET /programmes/jht',
    'portal member GET /programmes/jkk',
    'portal member GET /programmes/jkm',
    'portal member GET /programmes/jkp',
    'portal member GET /programmes/jp',
    'portal member GET /security',
    'portal member GET /security/:page',
    'portal member GET+POST /alerts',
    'portal member GET+POST /balance/proof/:id',
    'portal member GET+POST /balance/question/:id',
    'portal member GET+POST /balance/statement/:year',
    'portal member GET+POST /bill',
    'portal member GET+POST /bill/refund/:card',
    'portal member GET+POST /contributions/payslip/:card/:month',
    'portal member GET+POST /contributions/question/:card/:month',
    'portal member GET+POST /corrections',
    'portal member GET+POST /corrections/:id',
    'portal member GET+POST /corrections/:id/documents',
    'portal member GET+POST /corrections/family',
    'portal member GET+POST /data/consents',
    'portal member GET+POST /data/delete',
    'portal member GET+POST /data/export',
    'portal member GET+POST /data/limit',
    'portal member GET+POST /details',
    'portal member GET+POST /details/address',
    'portal member GET+POST /details/exit/:membershipId',
    'portal public GET /',
    'portal public GET /.well-known/change-password',
    'portal public GET /.well-known/security.txt',
    'portal public GET /alerts/stop/:token',
    'portal public GET /alive',
    'portal public GET /ask',
    'portal public GET /callback',
    'portal public GET /case',
    'portal public GET /data/keep/:code',
    'portal public GET /help',
    'portal public GET /help/:topic',
    'portal public GET /logged-out',
    'portal public GET /login',
    'portal public GET /merging/stop/:code',
    'portal public GET /not-allowed',
    'portal public GET /report-death',
    'portal public GET /session',
    'portal public GET /session-ended',
    'portal public GET /status',
    'portal public GET /status.json',
    'portal public GET /status/en.atom',
    'portal public GET /status/id.atom',
    'portal public GET /stop',
    'portal public GET /verify/:code',
    'portal public GET+POST /alerts/stop',
    'portal public GET+POST /data/keep',
    'portal public GET+POST /logout',
    'portal public GET+POST /merging/stop',
    'portal public GET+POST /message-check',
    'portal public GET+POST /verify',
    'sso machine  /messages/receipts',
    'sso owner GET /security',
    'sso owner GET /security/activity',
    'sso owner GET /security/activity/:entry',
    'sso owner GET /security/activity/:entry/proof',
    'sso owner GET /security/cases',
    'sso owner GET /security/factors',
    'sso owner GET /security/who-saw',
    'sso owner GET+POST /security/ask-reason/:entry',
    'sso owner GET+POST /security/cases/:id',
    'sso owner GET+POST /security/check-up',
    'sso owner GET+POST /security/confirm',
    'sso owner GET+POST /security/contacts',
    'sso owner GET+POST /security/contacts/:change',
    'sso owner GET+POST /security/factors/app',
    'sso owner GET+POST /security/factors/first/:id',
    'sso owner GET+POST /security/factors/off/:id',
    'sso owner GET+POST /security/factors/on/:method/:contact',
    'sso owner GET+POST /security/factors/passkeys/:id',
    'sso owner GET+POST /security/factors/passkeys/:id/remove',
    'sso owner GET+POST /security/factors/passkeys/add',
    'sso owner GET+POST /security/factors/recovery',
    'sso owner GET+POST /security/factors/send/:method/:contact',
    'sso owner GET+POST /security/not-me',
    'sso owner GET+POST /security/password',
    'sso owner GET+POST /security/recovery',
    'sso owner GET+POST /security/sessions',
    'sso owner GET+POST /security/sign-out',
    'sso public GET /',
    'sso public GET /.well-known/change-password',
    'sso public GET /.well-known/security.txt',
    'sso public GET /alive/:token',
    'sso public GET /case/read/:token',
    'sso public GET /data/keep',
    'sso public GET /forgot-password/sent',
    'sso public GET /help',
    'sso public GET /help/:topic',
    'sso public GET /merging/stop',
    'sso public GET /officer/done',
    'sso public GET /officer/link',
    'sso public GET /proof/heads',
    'sso public GET /proof/heads.json',
    'sso public GET /recovery/desk-link',
    'sso public GET /recovery/link',
    'sso public GET /recovery/sent',
    'sso public GET /recovery/status',
    'sso public GET /recovery/stop-link',
    'sso public GET /reset-password/done',
    'sso public GET /reset-password/link',
    'sso public GET /session',
    'sso public GET /status',
    'sso public GET /status.json',
    'sso public GET /status/en.atom',
    'sso public GET /status/id.atom',
    'sso public GET /stop/:token',
    'sso public GET+POST /alive',
    'sso public GET+POST /ask',
    'sso public GET+POST /case',
    'sso public GET+POST /case/read',
    'sso public GET+POST /forgot-password',
    'sso public GET+POST /forgot-password/again',
    'sso public GET+POST /forgot-password/code',
    'sso public GET+POST /forgot-password/number',
    'sso public GET+POST /message-check',
    'sso public GET+POST /officer',
    'sso public GET+POST /proof',
    'sso public GET+POST /recovery',
    'sso public GET+POST /recovery/again',
    'sso public GET+POST /recovery/case',
    'sso public GET+POST /recovery/code',
    'sso public GET+POST /recovery/contact',
    'sso public GET+POST /recovery/desk',
    'sso public GET+POST /recovery/give-up',
    'sso public GET+POST /recovery/password',
    'sso public GET+POST /recovery/slip',
    'sso public GET+POST /recovery/start',
    'sso public GET+POST /recovery/start-case',
    'sso public GET+POST /recovery/stop',
    'sso public GET+POST /register',
    'sso public GET+POST /register/code',
    'sso public GET+POST /register/code/send',
    'sso public GET+POST /register/contact',
    'sso public GET+POST /register/contact/code',
    'sso public GET+POST /register/contact/code/change',
    'sso public GET+POST /register/contact/code/send',
    'sso public GET+POST /register/contact/enough',
    'sso public GET+POST /register/contact/keep',
    'sso public GET+POST /register/done',
    'sso public GET+POST /register/password',
    'sso public GET+POST /report-death',
    'sso public GET+POST /reset-password',
    'sso public GET+POST /stop',
    'sso signing-in GET /signin/:uid/reset-due',
    'sso signing-in GET+POST /signin/:uid',
    'sso signing-in GET+POST /signin/:uid/cancel',
    'sso signing-in GET+POST /signin/:uid/code',
    'sso signing-in GET+POST /signin/:uid/code/send',
    'sso signing-in GET+POST /signin/:uid/consent',
    'sso signing-in GET+POST /signin/:uid/new-password',
    'sso signing-in GET+POST /signin/:uid/number',
  ]);
});

test('a page that is not public has a guard that its face knows', () => {
  for (const { site, pages, guards } of faces)
    for (const { path, access } of pages)
      assert.ok(access === 'public' || access === 'machine' || guards[access], `${site} ${path} ${access}`);
});

test('[V8.1.2] docs/access.md says of every kind of page who may open it and whose data it shows, and of each field to whom', () => {
  const text = readFileSync(new URL('../docs/access.md', import.meta.url), 'utf8');
  const [, kinds = ''] = /\| access \|.*\n\|---.*\n([\s\S]*?)\n\n/.exec(text) ?? [];
  const told = kinds.split('\n').flatMap((line) => {
    const [, names = '', who = '', whose = ''] = line.split('|').map((cell) => cell.trim());
    assert.ok(who !== '' && whose !== '', line);
    return [...names.matchAll(/`([a-z-]+)`|^([a-z-]+)$/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  });
  const used = faces.flatMap(({ pages }) => pages.map(({ access }) => access));
  assert.deepEqual(told.toSorted(), [...new Set(used)].toSorted());
  const [, fields = ''] = /\| field \|.*\n\|---.*\n([\s\S]*?)\n\n/.exec(`${text}\n\n`) ?? [];
  assert.ok(fields.split('\n').length > 5);
  for (const line of fields.split('\n'))
    assert.ok(line.split('|').slice(1, -1).length === 4 && !/\|\s*\|/.test(line), line);
});

test('every page that a help text leads to is a page of its face', () => {
  // The ways back into an account: their pages are not part of this list before they are built.
  const toCome = new Set(['/forgot-password', '/register']);
  for (const [site, path] of Object.values(helpPlaces)) {
    const found = faces.find((face) => face.site === site)?.pages.some((page) => page.path === path);
    assert.ok(found || toCome.has(path), `${site} ${path}`);
  }
});

test('the log of the proxy holds no code that stands at the end of an address', () => {
  const proxy = readFileSync(new URL('../deploy/nginx.conf', import.meta.url), 'utf8');
  const [, pattern = ''] = /^ {2}~(\S+)\s+\$p\/-;$/m.exec(proxy) ?? [];
  const withCode = faces
    .flatMap(({ pages }) => pages.map(({ path }) => path))
    .filter((path) => /\/:(?:code|token)$/.test(path));
  assert.ok(withCode.length > 5);
  for (const path of withCode)
    assert.equal(
      new RegExp(pattern).exec(path.replace(/:\w+$/, 'K7Q29XW3'))?.groups?.['p'],
      path.replace(/\/:\w+$/, ''),
      path,
    );
});
