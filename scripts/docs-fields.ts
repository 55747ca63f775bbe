import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldRule, fieldRules, fieldRulesByStart } from '../src/platform/field-rules.ts';

const root = join(import.meta.dirname, '..');
export const fieldsFile = join(root, 'docs/form-fields.md');

/** How the pages read a field of a form that is sent, or show one to be filled in. */
const formWays = [
  /\b(?:sent|form|fields)\[['`]([\w-]+)/g,
  /\bname="(\w[\w-]*)"/g,
  /\bname: ['`]([a-z][\w-]*)(?=['`$])/g,
  /(?:text|digits|of)\((?:sent, )?'(\w+)'/g,
];
const takenApart = /const \{([^}]+)\} = sent;/g;
const addressWays = [/\bquery\('([\w-]+)'\)/g];

/** Names in the pages that are no field of a form of ours, and what they are. */
const notFields: Readonly<Record<string, string>> = {
  'bank-contoh': 'a gateway',
  'format-detection': 'told to the browser',
  low: 'an assumption',
  logout: 'checked by oidc-provider',
  minimum: 'a bound',
  'theme-color': 'told to the browser',
  uphold: 'a button',
  validUntil: 'of a message',
  viewport: 'told to the browser',
  xsrf: 'checked by oidc-provider',
};

const oneOfTwo = '`1`, or nothing';
const place = 'a whole number up to 10,000; anything else is 0';
/** What stands behind the question mark of an address, by name. Nothing is changed by it. */
export const addressRules: Readonly<Record<string, string>> = {
  about: 'what somebody asks about, one of the list; anything else is a question',
  after: 'up to 15 digits: the number of a head',
  again: oneOfTwo,
  all: oneOfTwo,
  before: 'where the page before ended: an instant and an id',
  code: 'of the example bank: a billing code, shown in the form',
  done: 'what was done, one of the words that the page knows',
  end: 'an id; whose rights are about to end, among those that the page shows',
  employer: 'the id of an employer of this member; any other shows everything',
  entry: 'the id of an entry of this account’s activity',
  error: 'of the provider: an error of OpenID Connect, one of those that the page knows',
  filing: 'the id of a filing of this employer',
  from: place,
  kept: oneOfTwo,
  kind: 'a kind of case, one of the list; any other shows all',
  lang: '`id` or `en`',
  month: '`YYYY-MM`; any other is the month that is due',
  now: 'what has just been chosen, one of the words that the page knows',
  npp: 'an employer’s number: up to 20 letters and digits',
  older: 'a whole number up to 20',
  other: oneOfTwo,
  page: 'a number from 1 to 999',
  programme: 'one of the programmes; any other shows all',
  q: 'what somebody looks for in the help; cut at 100 characters',
  refresh: '`off`, or nothing',
  running: '`none`, or nothing',
  services: 'sealed by the program; anything else is nothing',
  silent: oneOfTwo,
  state: 'of the provider: compared with what this browser keeps; or `shared`',
  strength: 'a strength of the list; any other is none',
  to: 'a page of our own, a path that begins with one slash; in the inbox an address',
  token: 'the token of a link: letters and digits, compared by its hash',
  ui_locales: 'languages (OpenID Connect); the first that is ours counts',
  withdrawn: oneOfTwo,
  year: 'four digits that begin with 19 or 20',
};

type Found = ReadonlyMap<string, readonly string[]>;

function namesIn(ways: readonly RegExp[], apart: boolean): Found {
  const found = new Map<string, string[]>();
  for (const file of globSync(['src/web/**/*.ts', 'src/platform/face.ts', 'src/platform/form-guard.ts'], {
    cwd: root,
  }).toSorted()) {
    if (file.endsWith('.test.ts') || file.includes('layout/browser')) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const names = ways.flatMap((way) => Array.from(text.matchAll(way), ([, name = '']) => name));
    if (apart) names.push(...partsIn(text));
    for (const name of new Set(names))
      found.set(name, [...(found.get(name) ?? []), file.replace('src/', '')]);
  }
  return found;
}

const partsIn = (text: string): string[] =>
  Array.from(text.matchAll(takenApart), ([, list = '']) => list.split(','))
    .flat()
    .map((part) => part.trim().split(/[\s:=]/)[0] ?? '')
    .filter((name) => name !== '');

/** The fields that pages read or show, and the names in addresses that they look at, each with its files. */
export function fieldsInPages(): { readonly sent: Found; readonly inAddress: Found } {
  const inAddress = namesIn(addressWays, false);
  // What a form asks a page with stands in its address.
  const sent = Array.from(namesIn(formWays, true)).filter(
    ([name]) => !(name in notFields) && (isRuled(name) || !inAddress.has(name)),
  );
  return { sent: new Map(sent), inAddress };
}

const isRuled = (name: string) => name in fieldRules || name in fieldRulesByStart;
const filesOf = (files: readonly string[] = []) => files.map((file) => `\`${file}\``).join(', ');

export function fieldsPage(): string {
  const { sent, inAddress } = fieldsInPages();
  const rules: [string, FieldRule][] = [...Object.entries(fieldRules), ...Object.entries(fieldRulesByStart)];
  return [
    '# What may be typed',
    '',
    'Written by `npm run docs` from `src/platform/field-rules.ts` and the pages. The door of each face passes on the fields of this table and no other, each cut at its most characters, before a page reads it; a page that reads a field without a rule does not compile. A form is at most 64 KB, or its file larger ([uploads.md](uploads.md)). The files checked further, which are named here as those that read the field, tell the person what is wrong beside the field. What files of employers and of the register may hold stands in [files.md](files.md); parameters of OpenID Connect are checked by the provider’s library and `src/sso/parameters.ts`.',
    '',
    '## Fields of forms that are sent',
    '| field | kind | most characters | what it may hold | read and checked in `src/` |',
    '|---|---|---|---|---|',
    ...rules.map(
      ([name, { kind, longest, rule }]) =>
        `| \`${name}${name in fieldRulesByStart ? '…' : ''}\` | ${kind} | ${longest} | ${rule} | ${filesOf(sent.get(name))} |`,
    ),
    '',
    '## What stands in an address',
    'Behind the question mark, of pages that only show. Anything else there is passed over.',
    '',
    '| name | what it may hold | read and checked in `src/` |',
    '|---|---|---|',
    ...Object.entries(addressRules).map(
      ([name, rule]) => `| \`${name}\` | ${rule} | ${filesOf(inAddress.get(name))} |`,
    ),
    '',
  ].join('\n');
}
