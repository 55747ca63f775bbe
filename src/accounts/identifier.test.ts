import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followsPasswordRule } from '#accounts';
import { readConfig } from '#platform';
import { testKeys } from '../../tests/support/keys.ts';
import { identifierSubject, isUsername, readIdentifier } from './identifier.ts';

test('what is typed is read as people write it', () => {
  for (const [typed, ...readings] of [
    ['siti.rahayu', 'username:siti.rahayu'],
    ['  Siti.Rahayu ', 'username:siti.rahayu'],
    ['SITI@Contoh.ID', 'email:siti@contoh.id'],
    ['siti@bücher.example', 'email:siti@xn--bcher-kva.example'],
    ['siti@BU\u0308CHER.example', 'email:siti@xn--bcher-kva.example'],
    ['081234567890', 'phone:+6281234567890'],
    ['0812-3456-7890', 'phone:+6281234567890'],
    ['0812 3456 7890', 'phone:+6281234567890'],
    ['6281234567890', 'phone:+6281234567890'],
    ['+62 812 3456 7890', 'phone:+6281234567890'],
    ['+62(812)3456.7890', 'phone:+6281234567890'],
    ['+65 9123 4567', 'phone:+6591234567'],
    ['08123456789', 'phone:+628123456789', 'member_number:08123456789'],
    ['62812345678', 'phone:+62812345678', 'member_number:62812345678'],
    ['01234567890', 'member_number:01234567890'],
    ['1234567890', 'member_number:1234567890'],
    ['123456789', 'username:123456789'],
    ['', 'username:'],
  ] as const)
    assert.deepEqual(
      readIdentifier(typed).map(({ kind, value }) => `${kind}:${value}`),
      readings,
      typed,
    );
});

test('every way of writing one identifier counts against the same limit', () => {
  const subjects = ['08123456789', '+628123456789', '628123456789', '0812-345-6789'].map((typed) =>
    identifierSubject(testKeys, readIdentifier(typed)),
  );
  assert.equal(new Set(subjects).size, 1);
});

test('a username begins with a letter, so that it is never a number or an address', () => {
  for (const [text, fits] of [
    ['siti.rahayu_2-a', true],
    ['si', false],
    ['08123456789', false],
    ['siti@x', false],
    ['Siti', false],
    ['siti rahayu', false],
    [`s${'i'.repeat(32)}`, false],
  ] as const)
    assert.equal(isUsername(text), fits, text);
});

test('[V6.2.1 V6.2.5 V6.2.9] the password rule: 15 of any kind, or 12 to 14 of four kinds, up to 256, in code points', () => {
  for (const [password, fits] of [
    ['aaaaaaaaaaaaaa', false],
    ['aaaaaaaaaaaaaaa', true],
    ['Abcdefghij1', false],
    ['Abcdefghi1!', false],
    ['Abcdefghij1!', true],
    ['Abcdefghijk1', false],
    ['abcdefghij1!', false],
    ['Abcdefghijk!', false],
    ['ABCDEFGHIJ1!', false],
    ['🌋'.repeat(14), false],
    ['🌋'.repeat(15), true],
    ['e\u0301'.repeat(14), false],
    ['e\u0301'.repeat(15), true],
    ['a'.repeat(256), true],
    ['a'.repeat(257), false],
  ] as const)
    assert.equal(
      followsPasswordRule(readConfig({}), password),
      fits,
      `${password.slice(0, 20)} (${password.length})`,
    );
  const longer = readConfig({
    PASSWORD_MINIMUM_LENGTH: '20',
    PASSWORD_MIXED_MINIMUM_LENGTH: '16',
    PASSWORD_MAXIMUM_LENGTH: '64',
  });
  for (const [password, fits] of [
    ['a'.repeat(19), false],
    ['a'.repeat(20), true],
    ['Abcdefghijklm1!', false],
    ['Abcdefghijklmn1!', true],
    ['a'.repeat(65), false],
  ] as const)
    assert.equal(followsPasswordRule(longer, password), fits, password);
});
