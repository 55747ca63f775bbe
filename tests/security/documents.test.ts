import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { secondFactorMethods } from '#accounts';
import { readConfig, settings } from '#platform';
import { keyPurposes } from '../../src/platform/crypto.ts';
import { contextWords } from '../../src/accounts/context-words.ts';
import { reachedBy } from '../../src/accounts/strength.ts';
import { filesWith, placesOf } from '../support/sources.ts';

const page = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');
const authentication = page('authentication.md');
const cryptography = page('cryptography.md');

/** `NAME` (figure) in a document, and what the program would use. */
const figures = [...authentication.matchAll(/`([A-Z][A-Z_]+)` \((\d+)\)/g)].map(
  ([, name = '', value = '']) => ({
    name,
    value: Number(value),
  }),
);
const defaults: Readonly<Record<string, unknown>> = readConfig({});
const isNamed = (name: string) => figures.some((figure) => figure.name === name);

test('[V6.1.1 V2.1.3] every limit against guessing and against locking out stands in the document with its figure', () => {
  for (const { name, value } of figures) assert.equal(defaults[name], value, name);
  const limiting =
    /^(?:PASSWORD_(?:TRIES|CLOSED|FAILURES|DEVICE|REPEATED|SPRAY)|SIGN_IN_|CODE_(?:TRIES|WRONG|SENDS|LIFE)|PAID_SENDS_)/;
  const unnamed = Object.keys(settings).filter((name) => limiting.test(name) && !isNamed(name));
  assert.deepEqual(unnamed, ['PASSWORD_CLOSED_FORGET_SECONDS']);
});

test('[V6.1.2] the words that no password is made of stand in the document', () => {
  const [, listed = ''] = /<!-- words -->([\s\S]*)<!-- end of words -->/.exec(authentication) ?? [];
  assert.deepEqual(
    [...listed.matchAll(/`(\w+)`/g)].map(([, word]) => word),
    contextWords,
  );
});

test('[V6.1.3 V6.3.4] every way in stands in the document with its strength, and a session is opened in one place', () => {
  for (const method of secondFactorMethods) {
    const row = authentication
      .split('\n')
      .find((line) => line.startsWith('|') && line.includes(`\`${method}\``));
    assert.ok(row?.includes(`\`${reachedBy[method].acr}\``), method);
  }
  assert.deepEqual(filesWith(/insert into accounts\.session\b/), ['src/accounts/queries-sessions.ts']);
  assert.deepEqual(filesWith(/\btakeFinishedSignIn\(/), [
    'src/accounts/finish-sign-in.ts',
    'src/sso/interactions.ts',
  ]);
  assert.deepEqual(filesWith(/\bopenFaceSession\(/), [
    'src/accounts/face-session.ts',
    'src/web/session/sign-in.ts',
  ]);
});

test('[V7.1.1 V7.1.2 V7.1.3] how long sessions live, how many, and how they hang together stands in the document', () => {
  const limits = Object.keys(settings).filter((name) => /SESSION_(?:IDLE|TOTAL)_SECONDS$/.test(name));
  assert.equal(limits.length, 6);
  for (const { name, value } of figures.filter(({ name }) => limits.includes(name)))
    assert.equal(defaults[name], value, name);
  assert.deepEqual(
    limits.filter((name) => !isNamed(name)),
    [],
  );
  for (const { name, value } of figures.filter(({ name }) => /SESSION_IDLE/.test(name)))
    assert.ok(value <= 3600, `${name}: NIST SP 800-63B-4 §2.2.3`);
  for (const { name, value } of figures.filter(({ name }) => /SESSION_TOTAL/.test(name)))
    assert.ok(value <= 86_400, `${name}: NIST SP 800-63B-4 §2.2.3`);
  assert.match(authentication, /\*\*How many at once\.\*\*/);
  assert.match(authentication, /\*\*How they hang together\.\*\*[\s\S]*back-channel logout/);
});

test('[V11.1.1] every purpose of a key stands in the document', () => {
  const rows = [...cryptography.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, purpose = '']) => purpose);
  assert.deepEqual(rows.toSorted(), [...keyPurposes].toSorted());
});

test('[V11.1.2] every file that uses cryptography stands in the inventory, and none that does not', () => {
  const using = filesWith(
    /(?:\bhash|createPrivateKey|createHash|createHmac|create(?:C|Dec)ipheriv|hkdfSync|pbkdf2|generateKeyPair|randomBytes|randomInt)\b[^;]*\bfrom 'node:crypto'|\bfrom '(?:@node-rs\/(?:argon2|bcrypt)|otpauth)'/,
  );
  const unnamed = using.filter((file) => !cryptography.includes(file));
  assert.deepEqual(unnamed, []);
  const named = [...cryptography.matchAll(/src\/[\w/-]+\.ts/g)].map(([file]) => file);
  assert.deepEqual(
    named.filter((file) => !using.includes(file)),
    [],
  );
  assert.ok(placesOf(/from 'node:crypto'/).length > 15);
});
