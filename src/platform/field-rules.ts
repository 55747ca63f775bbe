/**
 * Every field of every form, by name: what it may hold and how long it may be (ASVS V2.1.1). The door of each face passes
 * no other field on and cuts what is longer, so that nothing a page reads is missing here; `npm run docs` writes
 * docs/form-fields.md from it and from the pages. What a rule says beyond the length, the page that reads the field checks.
 */
export type FieldRule = {
  readonly kind:
    | 'text'
    | 'words'
    | 'choice'
    | 'tick'
    | 'button'
    | 'day'
    | 'digits'
    | 'secret'
    | 'id'
    | 'file';
  /** Characters (UTF-16 units) that a page gets of it at most. */
  readonly longest: number;
  readonly rule: string;
};

const is =
  (kind: FieldRule['kind'], usual: number) =>
  (rule: string, longest: number = usual): FieldRule => ({ kind, longest, rule });
const text = is('text', 254);
const words = is('words', 6000);
const choice = is('choice', 60);
const tick = is('tick', 10)('`on`, or nothing');
const press = is('button', 40);
const day = is('day', 30);
const digits = is('digits', 40);
const secret = is('secret', 4096);
const id = is('id', 100);

const dayRule =
  'day, month, year with dashes, dots, slashes, spaces or nothing between, or the year first; a day from 1900 to today';
const instantRule = 'a day and time of the clock of the institution, `YYYY-MM-DD HH:MM`';
const acts =
  'the button that was pressed, one of the names that the page knows; any other changes nothing or is refused';

export const fieldRules = {
  _key: id('letters and digits that the page made: the same form counts once'),
  _token: id('salt and keyed hash that the page made for this browser; compared'),
  act: press(acts),
  address: text('an email address (RFC 5321, at most 254) or a phone number of 8 to 15 digits'),
  again: press('send the code again'),
  amount: digits('whole rupiah; dots and spaces are passed over; at most 15 digits'),
  amounts: tick,
  answer: choice('what the employer said, or, at the desk, one of the listed answers'),
  answer0: text('what the caller said to the first question; compared by the system, kept nowhere', 200),
  answer1: text('what the caller said to the second question', 200),
  answer2: text('what the caller said to the third question', 200),
  approve: tick,
  bank: text('the name of a bank, as src/billing checks it', 100),
  birth_date: day(dayRule),
  call: choice('what the call to the registered number gave, one of the list'),
  card: id('the id of a card of this member, or of this employer'),
  case: text('a case number, as it was told', 40),
  channel: choice('`email` or `sms`'),
  choose: press('the choice of one or two persons'),
  client: id('the id of a service that the member let in'),
  claim: id('the id of a payment that went out as a refund and was taken back by its bank'),
  code: digits(
    'a code that was sent or shown: 6 to 10 digits, or the letters and digits of a link or slip',
    400,
  ),
  contact: text('an email address (at most 254) or a phone number of 8 to 15 digits'),
  correction: tick,
  correction_reason: text('why the wage is corrected; 1 to 200 characters', 1000),
  current: secret('the password of now; compared with its hash'),
  day: day(dayRule),
  decision: press(acts),
  died_on: day(dayRule),
  do: press(acts),
  document: id(
    'the id of a document of this request, or, for a death or a merging, the kind of document seen',
  ),
  email: text('an email address; at most 254 characters'),
  end: id('the id of a session or device of this account, `others` or `remembered`'),
  ends_at: day(instantRule),
  entry: id('the id of an entry of this account’s activity'),
  factor: id('the id of a second factor of this account'),
  fault: choice('what is wrong with the movement, one of the list'),
  file: {
    kind: 'file',
    longest: 200,
    rule: 'one file: docs/uploads.md, docs/files.md; beside an invitation, `on`',
  },
  filing: id('the id of a filing of this employer, whose columns are offered'),
  format: choice('`json` or `pdf`'),
  full_name: text(
    '1 to 200 characters without digits, control characters or angle brackets; spaces count once',
    300,
  ),
  gone: tick,
  ground: choice('the ground of a limitation in law, one of the list'),
  holder: text('the name that a bank account is in, as src/billing checks it', 200),
  home_address: words(
    'a home address: 5 to 500 characters without control characters or angle brackets',
    600,
  ),
  id: id('the id of a clerk or invitation of this employer'),
  identifier: text(
    'a member number, email address, phone number or user name; nobody is told whether it is known',
  ),
  identity: tick,
  impact: choice('`down` or `degraded`'),
  income: digits('whole rupiah of a month; dots and spaces are passed over; at most 15 digits', 40),
  invite: press('invite this person'),
  kind: choice('the kind of report, case or announcement, one of the list'),
  kpj: digits('a member number: 10 or 11 digits; spaces, dots and dashes are passed over'),
  late: tick,
  letter: tick,
  looking: press('`on`: this is the form of a look'),
  member_number: digits('10 or 11 digits; spaces, dots and dashes are passed over'),
  message: words('the message that came; what is longer than 10,000 characters is cut', 10_000),
  messages: press('e-mails to this clerk, on or off'),
  method: choice('a second factor of this account, one of the list'),
  missed: tick,
  month: day('`YYYY-MM`, a month that has begun'),
  name: text('a name: 1 to 100 characters, of a passkey 1 to 40'),
  national_number: digits('a NIK: 16 digits; spaces, dots and dashes are passed over'),
  number: digits('a NIK, member number or case number; spaces, dots and dashes are passed over', 254),
  outcome: choice('what was decided, one of the list'),
  paper_name: text(
    'the name that an officer reads on the papers; compared with the account’s, kept nowhere',
    200,
  ),
  papers: choice('at a branch, the kind of paper with a picture that the member showed; one of the list'),
  papers_other: choice('and of the other paper that names the same person; one of the list'),
  passkey: secret('the answer of the browser’s authenticator (WebAuthn), as JSON; verified', 16_000),
  password: secret(
    'docs/operations.md, PASSWORD_…: counted in code points after NFC; never cut below its limit',
  ),
  payer: id('the id of a card of this member that pays for itself'),
  payment: id('the id of a payment that matches no bill'),
  posted: tick,
  proof: words('a proof of one entry, as JSON; at most 20,000 characters', 20_000),
  province: choice('the two digits of a province, or nothing'),
  query: text('a whole member number, NIK, address, name or number; never a part'),
  read_only: choice('empty, or one of the scopes of read-only'),
  reason: words('one of the list of the page; for a correction, 1 to 500 characters', 1500),
  reason_en: words('1 to 2000 characters'),
  reason_id: words('1 to 2000 characters'),
  reference: text('a number under which money came in or a decision stands: 1 to 64 characters'),
  refund: id('the id of a refund of this payer'),
  relation: choice(
    'who somebody is to the member, one of the list of the page; who reports a death: anything else counts as other',
  ),
  relative: choice('the place of somebody in the family on record, or `new`'),
  remedy: choice('a remedy of the desk, one of the list that the role may take'),
  remember: tick,
  remove: id('the id of what is taken away, of this account'),
  repeat: secret('the same as the password'),
  replaces: id('the id of a contact of this account that is replaced'),
  reporter: text('the name of the person who reports; 1 to 100 characters'),
  request: id('the id of a request of this account'),
  saw_papers: tick,
  savings: tick,
  scope: choice('`records` or `site`'),
  seen: text('the digest of the preview, or the id of the proposal, that the page showed; compared'),
  shared: tick,
  starts_at: day(instantRule),
  state: choice('the next state of an announcement, one of the list'),
  stays: id('the id of one of the two records of this case'),
  step: press(acts),
  text_en: words('1 to 2000 characters'),
  text_id: words('1 to 2000 characters'),
  title_en: text('1 to 120 characters', 500),
  title_id: text('1 to 120 characters', 500),
  to: text('a page of our own: a path that begins with one slash; any other leads to the first page', 2000),
  two: tick,
  understood: tick,
  until: day(instantRule),
  username: text('a name to sign in with, not asked for: filled in for the password manager'),
  wage: text('the wage of the payslip in whole rupiah, dots passed over; or, of alerts, `on`', 40),
  wanted: tick,
  what: press('`done` or `later`'),
  why: words('1 to 500 characters, for a remedy 1 to 300'),
  withdraw: press('take the invitation back'),
  word: text('the word that stands on the page', 60),
  words: words('up to 3000 characters of what somebody wants to tell; of an officer up to 200, 500 or 1000'),
} as const satisfies Readonly<Record<string, FieldRule>>;

/** Fields of which a form has one for each card, new worker or part of the service; the name goes on with its id or number. */
export const fieldRulesByStart = {
  'address-': text('the address of a new worker; empty, or at most 500 characters', 600),
  'birth_date-': day(dayRule),
  'birth_place-': text('where a new worker was born; empty, or at most 100 characters', 200),
  'column-': text('what the employer’s own files call this column; empty: its usual name', 200),
  concerns_: tick,
  'email-': text('the email address of a new worker; empty, or at most 254 characters', 300),
  'full_name-': text('the name of a new worker; 1 to 200 characters', 300),
  'mother_name-': text('the name of a new worker’s mother; 1 to 200 characters', 300),
  'national_number-': digits('the NIK of a new worker: 16 digits; spaces, dots and dashes are passed over'),
  'phone-': text('the phone number of a new worker; empty, or 8 to 15 digits', 60),
  'sex-': choice('`L` or `P`'),
  'started_on-': day(dayRule),
  'wage-': digits(
    'the wage of one card in whole rupiah; dots and spaces are passed over; empty: not reported',
  ),
} as const satisfies Readonly<Record<string, FieldRule>>;

export type FieldName = keyof typeof fieldRules | `${keyof typeof fieldRulesByStart}${string}`;

/** Behind a value that was cut. */
const cutSign = '…';

const starts = Object.entries(fieldRulesByStart);

export function ruleOf(name: string): FieldRule | undefined {
  if (Object.hasOwn(fieldRules, name)) return fieldRules[name as keyof typeof fieldRules];
  return starts.find(([start]) => name.startsWith(start))?.[1];
}

/**
 * The fields of a form that a rule is known for, each no longer than its rule says. What is longer gets a sign behind the cut
 * that no digits, days, ids or addresses have: a part of an amount would be another amount. A secret is only compared.
 */
export function heldToRules(
  sent: Readonly<Record<string, string>>,
): Readonly<Partial<Record<FieldName, string>>> {
  const held: Partial<Record<FieldName, string>> = {};
  for (const [name, value] of Object.entries(sent)) {
    const rule = ruleOf(name);
    if (!rule) continue;
    const cut = value.slice(0, rule.longest);
    held[name as FieldName] = cut === value || rule.kind === 'secret' ? cut : `${cut}${cutSign}`;
  }
  return held;
}
