import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorCatalogue } from '#kernel';
import { termsRefusals } from '#rates';
import { filingReasons } from '../src/filings/reasons.ts';

type Table = Readonly<Record<string, string>>;
const read = (language: string) =>
  JSON.parse(readFileSync(new URL(`../locales/${language}.json`, import.meta.url), 'utf8')) as Table;
const indonesian = read('id');
const english = read('en');

/** Words that both languages write alike. */
const alike = new Set([
  'portal.column.state',
  'contributions.csv.state',
  'inbox.sms',
  'inbox.whatsapp',
  'check.channel.whatsapp',
  'console.role.auditor',
  'portal.details.email',
  'explain.channel.email',
  'security.contacts.email',
  'status.component.email',
  'portal.details.member_number',
  'employer.column.bank',
  'console.payments.bank',
]);

const placeholdersOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

test('both languages have the same keys, in order', () => {
  assert.deepEqual(Object.keys(indonesian), Object.keys(english));
  for (const table of [indonesian, english])
    assert.deepEqual(Object.keys(table), Object.keys(table).toSorted());
});

test('both languages put the same values into a text', () => {
  for (const [key, text] of Object.entries(indonesian))
    assert.deepEqual(placeholdersOf(text), placeholdersOf(english[key] ?? ''), key);
});

test('every text is translated, unless both languages write it alike', () => {
  const same = Object.keys(indonesian).filter((key) => indonesian[key] === english[key] && !alike.has(key));
  assert.deepEqual(same, []);
  for (const key of alike)
    assert.equal(indonesian[key], english[key], `${key} differs now: take it off the list`);
});

test('no text is empty, ends in a space, or holds markup', () => {
  for (const [key, text] of [...Object.entries(indonesian), ...Object.entries(english)])
    // A whole e-mail ends with its line's end.
    assert.match(key.endsWith('.email') ? text.trimEnd() : text, /^[^\s<>](?:[^<>]*[^\s<>])?$/, key);
});

test('no text writes an amount of money by itself: each comes from formatRupiah, in the way of its language', () => {
  for (const [key, text] of [...Object.entries(indonesian), ...Object.entries(english)])
    assert.doesNotMatch(text, /Rp\s?\d|\d\s?(?:juta|ribu|million|thousand)/, key);
});

test('every error of the catalogue has its text and what to do', () => {
  for (const code of Object.keys(errorCatalogue))
    for (const key of [`error.${code}`, `error.${code}.todo`]) assert.ok(indonesian[key], key);
});

test('every reason for refusing a row, and every gap of the law, has its words', () => {
  for (const reason of [...filingReasons, ...termsRefusals])
    for (const table of [indonesian, english]) assert.ok(table[`filing.reason.${reason}`], reason);
});

test('Bahasa Indonesia says Anda, and the words of the house', () => {
  for (const [key, text] of Object.entries(indonesian))
    // An address behind our origin is no word.
    assert.doesNotMatch(
      text.replaceAll(/\{(?:sign_in|employer)_origin\}\S+/g, ''),
      /\banda\b|\bkamu\b|\bpassword\b|\bhandphone\b|\blogin\b|\blink\b|e-mail/,
      key,
    );
});
