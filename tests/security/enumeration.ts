/** What somebody outside could ask to learn who has an account or stands on the register, each known against unknown. */
import assert from 'node:assert/strict';
import { askForReset } from '#accounts';
import { findPersonByMemberNumber } from '#members';
import { openDatabase } from '#platform';
import { newTestAccount, testOrigin } from '../support/accounts.ts';
import { type Browser, formOf, newBrowser, type Page } from '../support/cookie-jar.ts';
import { testDatabase } from '../support/database.ts';
import { startTestFaces, type TestFaces } from '../support/faces.ts';
import { newPasskey, passwordSession } from '../support/passkeys.ts';
import {
  begin,
  fillRegister,
  identityOf,
  registerPerson,
  type RegisterPerson,
  runClaimJobs,
  servicesLike,
} from '../support/registering.ts';
import { compareAnswers, type Kind, type Verdict } from '../support/timing-classifier.ts';

type Sizes = {
  readonly rounds: number;
  /** Over the network; otherwise forms are handed to the face in this process, and nothing else blurs the times. */
  readonly wire?: boolean;
};

/** Somebody of whom the house knows, or does not. */
type Somebody = { readonly username: string; readonly email: string; readonly person: RegisterPerson };
type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;
type World = {
  readonly faces: TestFaces;
  readonly database: TestDatabase;
  readonly sizes: Sizes;
  /** With an account; each is on the register too. */
  readonly members: readonly Somebody[];
  /** On the register, without an account. */
  readonly registered: readonly RegisterPerson[];
  readonly strangers: readonly Somebody[];
  readonly newBrowser: () => Browser;
};

/** At so many identifiers per kind and round that none closes before its time. */
const roundsPerIdentifier = 8;
const warmUp = 20;

let requests = 0;
/** Behind a proxy that is trusted, every request comes from a network of its own. */
const elsewhere = () => {
  requests += 1;
  return { ...testOrigin, address: `${10 + (requests >> 16)}.${(requests >> 8) & 255}.${requests & 255}.9` };
};

let made = 0;
function somebody(): Somebody {
  made += 1;
  const username = `dikenal${10_000 + made}`;
  return { username, email: `${username}@contoh.id`, person: registerPerson() };
}

/** Budgets of an hour are wide, so that few people stand for many; each still waits a minute between two requests. */
const wide = {
  TRUSTED_PROXIES: '127.0.0.1',
  RESET_MAILS_PER_HOUR: '1000',
  CODE_SENDS_PER_HOUR: '1000',
  CODE_SENDS_PER_DAY: '1000',
};

export async function startEnumeration(
  sizes: Sizes,
  settings: Readonly<Record<string, string>> = {},
): Promise<World> {
  const database = await testDatabase();
  const faces = await startTestFaces(database, { ...wide, ...settings });
  const count = Math.ceil((sizes.rounds + warmUp) / roundsPerIdentifier);
  const all = () => Array.from({ length: count }, somebody);
  const [members, strangers] = [all(), all()];
  const registered = all().map(({ person }) => person);
  await fillRegister(database, [...members.map(({ person }) => person), ...registered]);
  for (const { username, email, person } of members) {
    const personId = await findPersonByMemberNumber(database, person.kpj);
    assert.ok(personId);
    await newTestAccount(faces.services, { username, email, personId, secondFactor: ['sms'] });
  }
  const browser = () => newBrowser(sizes.wire ? fetch : faces.postInside);
  return { faces, database, sizes, members, registered, strangers, newBrowser: browser };
}

/** Takes out what was typed, what is drawn by lot, and the time of day. */
function mask(body: string): string {
  return body
    .replaceAll(/dikenal\d{5}/g, 'X')
    .replaceAll(/value="[^"]{10,}"|\/signin\/[\w-]+|data-now="[^"]+"|(?<=challenge&quot;:&quot;)[\w-]+/g, '')
    .replaceAll(/T-[2-9A-Z]{4}-[2-9A-Z]{4}/g, 'T-')
    .replaceAll(/\d\d[.:]\d\d(?=\s*(?:WIB|WITA|WIT))/g, '')
    .replaceAll(/^\d+$/g, '');
}

function compare({ sizes }: World, one: Kind, other: Kind): Promise<Verdict> {
  return compareAnswers({ one, other, rounds: sizes.rounds, warmUp, mask });
}

/** The same form of one page, sent for one after the other of `typed`. */
function posting(
  { faces, members }: World,
  browser: Browser,
  page: Page,
  action: string,
  typed: readonly Record<string, string>[],
): Kind {
  const form = formOf(page, action);
  return {
    ask: (round) => {
      // Between two requests for one identifier the gap is over; and no form is the one before.
      faces.clock.advance(60 / members.length);
      requests += 1;
      const fields = { ...form.fields, _key: `uji-${requests}`, ...typed[round % typed.length] };
      return sending(browser, form.action, fields, 303);
    },
  };
}

/** An answer of another status would be alike for everybody, and say nothing. */
async function sending(
  browser: Browser,
  action: URL,
  fields: Readonly<Record<string, string>>,
  status: number,
): Promise<Page> {
  const headers = { 'x-forwarded-for': elsewhere().address };
  const page = await browser.post(action, fields, { headers, follow: false });
  assert.equal(page.status, status, page.body);
  return page;
}

/** Types wrong passwords at the identifiers, one after the other, in one waiting sign-in of its own. */
async function wrongPasswords(
  world: World,
  people: readonly Pick<Somebody, 'username'>[],
  status = 422,
  passwordOf = () => `Bukan-Sandinya-${String(requests).padStart(6, '0')}`,
): Promise<Kind> {
  const browser = world.newBrowser();
  const page = await browser.get(`${world.faces.config.origins.portal}/riwayat`);
  const form = formOf(page, '/signin/');
  return {
    ask: (round) => {
      const { username: identifier = '' } = people[round % people.length] ?? {};
      const typed = { ...form.fields, identifier, password: passwordOf() };
      return sending(browser, form.action, typed, status);
    },
  };
}

/** A wrong password at identifiers that accounts have, against one at identifiers that none has. */
export async function compareSignIns(world: World): Promise<Verdict> {
  const { members, strangers } = world;
  return compare(world, await wrongPasswords(world, members), await wrongPasswords(world, strangers));
}

/** The same when password sign-in is closed for each of them; in a world of its own. */
export async function compareClosedSignIns(sizes: Sizes): Promise<Verdict> {
  const world = await startEnumeration(sizes, { PASSWORD_TRIES: '1', PASSWORD_CLOSED_SECONDS: '86400' });
  const [members, strangers] = [world.members.slice(0, 30), world.strangers.slice(0, 30)];
  const one = await wrongPasswords(world, members, 429);
  const other = await wrongPasswords(world, strangers, 429);
  return compare(world, one, other);
}

/** The page that asks for a passkey once an identifier was typed: of whoever has one, against one that nobody has. */
export async function comparePasskeyOptions(world: World): Promise<Verdict> {
  const { services } = world.faces;
  const holder = somebody();
  await newTestAccount(services, { username: holder.username, email: holder.email });
  await newPasskey(services, await passwordSession(services, holder.username));
  const nothingTyped = () => '';
  const one = await wrongPasswords(world, [holder], 422, nothingTyped);
  const other = await wrongPasswords(world, [somebody()], 422, nothingTyped);
  assert.match((await one.ask(0)).body, /data-options/);
  return compare(world, one, other);
}

type By = 'email' | 'member-number';

/** A new password asked for with what an account has, against what none has. */
export async function compareResets(world: World, by: By): Promise<Verdict> {
  const kind = async (people: readonly Somebody[]) => {
    const browser = world.newBrowser();
    const page = await browser.get(`${world.faces.config.origins.sso}/forgot-password`);
    const typed = people.map(({ email, person }) => ({ identifier: by === 'email' ? email : person.kpj }));
    return posting(world, browser, page, '/forgot-password', typed);
  };
  return compare(world, await kind(world.members), await kind(world.strangers));
}

/** The link or code for a new password asked for once more. */
export async function compareResetsAgain(world: World): Promise<Verdict> {
  const kind = async (people: readonly Somebody[]) => {
    const tokens: string[] = [];
    for (const { username } of people) {
      const asked = await askForReset(world.faces.ssoServices, username, 'password', elsewhere());
      tokens.push(asked.ok ? asked.value.token : assert.fail(asked.refusal.kind));
    }
    const page = { at: '/forgot-password/sent', action: '/forgot-password/again', fields: {} };
    return carrying(world, 'reset_request', tokens, page);
  };
  const [one, other] = [await kind(world.members), await kind(world.strangers)];
  world.faces.clock.advance(60);
  return compare(world, one, other);
}

/** Number, NIK and birth date of somebody on the register without an account or with one, against nobody's. */
export async function compareRegistrations(world: World): Promise<Verdict> {
  const { members, registered, strangers } = world;
  const kind = async (people: readonly RegisterPerson[]) => {
    const browser = world.newBrowser();
    const page = await browser.get(`${world.faces.config.origins.sso}/register`);
    return posting(world, browser, page, '/register', people.map(identityFields));
  };
  const known = members.flatMap(({ person }, place) => [person, registered[place] ?? person]);
  const unknown = [...strangers, ...strangers.map(() => somebody())].map(({ person }) => person);
  return compare(world, await kind(known), await kind(unknown));
}

/** The code of a registration asked for once more, after the register was looked at and what there was to send was sent. */
export async function compareRegistrationCodes(world: World): Promise<Verdict> {
  const { faces, database, registered, strangers } = world;
  const kind = async (people: readonly RegisterPerson[]) => {
    const tokens: string[] = [];
    for (const person of people) tokens.push(await begin(faces.ssoServices, person, elsewhere()));
    const page = { at: '/register/code', action: '/register/code/send', fields: { channel: 'sms' } };
    return carrying(world, 'register', tokens, page);
  };
  const [one, other] = [await kind(registered), await kind(strangers.map(({ person }) => person))];
  const worker = openDatabase({ url: database.url, role: 'goid_worker', poolSize: 1 });
  await runClaimJobs(servicesLike(faces.ssoServices, worker), database);
  await worker.close();
  faces.clock.advance(60);
  return compare(world, one, other);
}

function identityFields(person: RegisterPerson): Record<string, string> {
  const { memberNumber, nationalNumber, birthDate } = identityOf(person);
  return { member_number: memberNumber, national_number: nationalNumber, birth_date: birthDate };
}

type Again = {
  readonly at: string;
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** One form of a page that stands for somebody by a cookie: sent for one after the other, each by its own token. */
async function carrying(
  world: World,
  name: 'reset_request' | 'register',
  tokens: readonly string[],
  { at, action, fields }: Again,
): Promise<Kind> {
  const browser = world.newBrowser();
  const { sso } = world.faces.config.origins;
  const cookie = { name: `goid_sso_${name}`, host: new URL(sso).hostname, path: '/' };
  const carry = (round: number) =>
    browser.cookies.set(`${cookie.host}/|${cookie.name}`, {
      ...cookie,
      value: tokens[round % tokens.length] ?? '',
    });
  carry(0);
  const page = await browser.get(`${sso}${at}`);
  const kind = posting(world, browser, page, action, [fields]);
  return {
    ask: (round) => {
      carry(round);
      return kind.ask(round);
    },
  };
}
