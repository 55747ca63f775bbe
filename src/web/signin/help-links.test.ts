import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeView } from '#accounts';
import { type Html, languages, nothing } from '#platform';
import type { WaitingInteraction } from '#sso';
import { helpAddress, helpTopics } from '#web/layout';
import { testNow, testVisit } from '../../../tests/support/visit.ts';
import { closedPage } from './closed-page.ts';
import { codePage, codeProblemHelp, type CodeProblem } from './code-page.ts';
import { passwordPage } from './password-page.ts';

const waiting = {
  uid: 'x',
  prompt: 'login',
  client: { name: 'Go ID', firstParty: true },
} as unknown as WaitingInteraction;
const until = new Date(testNow.getTime() + 900_000);
const view: CodeView = {
  method: 'totp',
  sent: undefined,
  notSent: undefined,
  others: [],
  mayRememberBrowser: false,
  closedUntil: undefined,
} as unknown as CodeView;

const linked = (markup: Html) =>
  [...markup.toString().matchAll(/href="\/help\/([a-z-]+)"/g)].map(([, topic = '']) => topic);

test('every refusal and lock of the sign-in links to its own help topic, in both languages', () => {
  for (const language of languages) {
    const visit = testVisit({ language });
    const problems: CodeProblem[] = [
      { kind: 'wrong', triesLeft: 2 },
      { kind: 'wrong', triesLeft: 0 },
      { kind: 'expired' },
      { kind: 'unreadable' },
      { kind: 'not-possible' },
      { kind: 'too-many', at: until },
      { kind: 'send-too-soon', at: until },
      { kind: 'send-too-many', at: until },
      { kind: 'way-closed', at: until },
      { kind: 'passkey-expired' },
      { kind: 'passkey-unknown' },
      { kind: 'passkey-copied' },
      { kind: 'passkey-frozen' },
    ];
    assert.deepEqual(
      [...new Set(problems.map(({ kind }) => kind))].toSorted(),
      Object.keys(codeProblemHelp).toSorted(),
    );
    for (const problem of problems)
      assert.ok(
        linked(codePage(visit, waiting, view, problem)).includes(codeProblemHelp[problem.kind]),
        problem.kind,
      );
    const closed = linked(
      closedPage(visit, waiting, { until, minutes: 15, reference: 'T-7DFH-2MRX' }, nothing),
    );
    for (const topic of ['password-closed', 'not-me']) assert.ok(closed.includes(topic), topic);
    for (const [problem, topic] of [
      ['wrong', 'identifier'],
      ['stronger-factor-needed', 'authenticator-app'],
      ['passkey-unknown', 'passkeys'],
    ] as const)
      assert.ok(
        linked(passwordPage(visit, waiting, { identifier: 'x', problem }, nothing)).includes(topic),
        problem,
      );
  }
});

test('who has only a passkey and no JavaScript is not sent to other ways that there are not', () => {
  const only = { ...view, method: 'passkey', passkey: {} } as CodeView;
  const more = { ...only, others: [{ method: 'totp', to: undefined }] } as CodeView;
  for (const language of languages) {
    const visit = testVisit({ language });
    const alone = codePage(visit, waiting, only, undefined).toString();
    assert.ok(alone.includes(visit.t('signin.passkey_cannot_only')));
    assert.ok(!alone.includes(visit.t('signin.passkey_cannot')));
    assert.match(alone, /data-without-passkeys[^]*tel:/);
    const other = codePage(visit, waiting, more, undefined).toString();
    assert.ok(other.includes(visit.t('signin.passkey_cannot')));
  }
});

test('every topic that the sign-in names is one of the help pages', () => {
  for (const topic of Object.values(codeProblemHelp)) {
    assert.ok(helpTopics.includes(topic));
    assert.match(helpAddress(topic), /^\/help\/[a-z-]+$/);
  }
});
