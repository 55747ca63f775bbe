import { newId, newToken, ok, refused } from '#kernel';
import {
  firstRefusal,
  identityHash,
  type ImportOptions,
  matches,
  refusal,
  type RowRule,
  seen,
  type StagingPlan,
} from '#members';
import { type KeyRing, keyedHash } from '#platform';
import { costOf, readForeignHash } from './foreign-hash.ts';
import { type Identifier, identifierHash, isUsername, readIdentifier } from './identifier.ts';
import { copyAccountRow } from './queries-import.ts';
import { sealContact, sealForeignPassword } from './sealing.ts';

const columns = ['username', 'email', 'phone', 'kpj', 'nik', 'password_hash'] as const;
type AccountRow = Readonly<Record<(typeof columns)[number], string>>;

const rules: readonly RowRule<AccountRow>[] = [
  (row) =>
    row.username === '' || isUsername(row.username.toLowerCase())
      ? undefined
      : refusal('username', row.username, 'username_wrong'),
  seen('email'),
  matches('email', /^(?=.{0,254}$)(?:[^\s@]+@[^\s@]+)?$/, 'email_wrong'),
  matches('phone', /^(?:\+[1-9]\d{6,14})?$/, 'phone_wrong'),
  matches('kpj', /^(?:\d{10,11})?$/, 'member_number_wrong'),
  matches('nik', /^(?:\d{16})?$/, 'national_number_wrong'),
  (row) => (row.kpj === '' && row.nik === '' ? refusal('kpj', '', 'value_missing') : undefined),
  // What stands there is never told: a mistyped hash may be a password.
  ({ password_hash: text }) => {
    const read = readForeignHash(text);
    return read.ok ? undefined : refusal('password_hash', '', read.refusal);
  },
];

/** How a row of accounts.csv is checked by itself, sealed and staged. */
export function accountPlan({
  keys,
  now,
}: Pick<ImportOptions, 'keys' | 'now'>): StagingPlan<(typeof columns)[number]> {
  return {
    columns,
    copy: copyAccountRow,
    toValues: (row, line) => {
      const wrong = firstRefusal(rules, row);
      if (wrong) return refused(wrong);
      const accountId = newId(now);
      const read = readForeignHash(row.password_hash);
      return ok([
        line,
        accountId,
        newToken(18),
        row.kpj || undefined,
        row.nik === '' ? undefined : identityHash(keys, row.nik),
        row.username === '' ? undefined : hashOf(keys, 'username', row.username),
        ...contactOf(keys, now, 'email', row.email),
        ...contactOf(keys, now, 'phone', row.phone),
        sealForeignPassword(keys, accountId, row.password_hash),
        read.ok ? costOf(read.value) : undefined,
        keyedHash(keys, 'identifier-index', 'accounts.csv', ...columns.map((column) => row[column])),
      ]);
    },
  };
}

/** The hash that finds the account, the contact's id and its sealed address; all empty without one. */
function contactOf(
  keys: KeyRing,
  now: Date,
  kind: 'email' | 'phone',
  text: string,
): readonly [Buffer | undefined, string | undefined, Buffer | undefined] {
  if (text === '') return [undefined, undefined, undefined];
  const contactId = newId(now);
  return [hashOf(keys, kind, text), contactId, sealContact(keys, contactId, readIdentifier(text)[0].value)];
}

function hashOf(keys: KeyRing, kind: Identifier['kind'], text: string): Buffer {
  return identifierHash(
    keys,
    kind === 'username'
      ? { kind, value: text.toLowerCase() }
      : { kind, value: readIdentifier(text)[0].value },
  );
}
