import assert from 'node:assert/strict';
import { newTestAccount } from '../support/accounts.ts';
import { type Browser, formOf, newBrowser } from '../support/cookie-jar.ts';
import { testDatabase } from '../support/database.ts';
import { newPasskey, passwordSession } from '../support/passkeys.ts';
import { startTestFaces, type TestFaces } from '../support/faces.ts';
import { compareAnswers, type Kind, type Verdict } from '../support/timing-classifier.ts';

/** At so many identifiers per kind and round that none closes before its time. */
const roundsPerIdentifier = 8;

type Sizes = { readonly rounds: number };

/** Faces behind a proxy that is trusted, so that every request comes from a network of its own. */
async function openFaces(settings: Readonly<Record<string, string>> = {}): Promise<TestFaces> {
  return startTestFaces(await testDatabase(), { TRUSTED_PROXIES: '127.0.0.1', ...settings });
}

let requests = 0;
const nextAddress = () => {
  requests += 1;
  return `10.${requests >> 8}.${requests & 255}.9`;
};

/** Types wrong passwords at the identifiers, one after the other, in one waiting sign-in of its own. */
async function wrongPasswords(
  faces: TestFaces,
  identifiers: readonly string[],
  passwordOf = () => `Bukan-Sandinya-${String(requests).padStart(6, '0')}`,
): Promise<Kind & { browser: Browser }> {
  const browser = newBrowser();
  const page = await browser.get(`${faces.config.origins.portal}/riwayat`);
  const { action, fields } = formOf(page, '/signin/');
  return {
    browser,
    ask: (round) => {
      const identifier = identifiers[round % identifiers.length] ?? '';
      const typed = {
        ...fields,
        identifier,
        password: passwordOf(),
      };
      const headers = { 'x-forwarded-for': nextAddress() };
      return browser.post(action, typed, { headers, follow: false });
    },
  };
}

/** Takes out what was typed, what is drawn by lot, and the time of day. */
function mask(body: string): string {
  return body
    .replaceAll(/dikenal\d{5}|peserta\d+/g, 'X')
    .replaceAll(/value="[^"]{10,}"|\/signin\/[\w-]+|data-now="[^"]+"|(?<=challenge&quot;:&quot;)[\w-]+/g, '')
    .replaceAll(/T-[2-9A-Z]{4}-[2-9A-Z]{4}/g, 'T-')
    .replaceAll(/\d\d[.:]\d\d(?=\s*(?:WIB|WITA|WIT))/g, '')
    .replaceAll(/^\d+$/g, '');
}

async function identifiersOf(faces: TestFaces, count: number, secondFactor: 'sms'[] = ['sms']) {
  const known: string[] = [];
  const unknown: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const username = `dikenal${String(10_000 + number)}`;
    await newTestAccount(faces.services, { username, secondFactor });
    known.push(username);
    unknown.push(`dikenal${String(50_000 + number)}`);
  }
  return { known, unknown };
}

/** A wrong password at identifiers that accounts have, against one at identifiers that none has. */
export async function compareSignIns({ rounds }: Sizes): Promise<Verdict> {
  const warmUp = 40;
  const faces = await openFaces();
  const count = Math.ceil((rounds + warmUp) / roundsPerIdentifier);
  const { known, unknown } = await identifiersOf(faces, count);
  return compareAnswers({
    one: await wrongPasswords(faces, known),
    other: await wrongPasswords(faces, unknown),
    rounds,
    warmUp,
    mask,
  });
}

/** The same when password sign-in is closed for each of them. */
export async function compareClosedSignIns({ rounds }: Sizes): Promise<Verdict> {
  const faces = await openFaces({ PASSWORD_TRIES: '1', PASSWORD_CLOSED_SECONDS: '86400' });
  const count = 30;
  const { known, unknown } = await identifiersOf(faces, count);
  const [one, other] = [await wrongPasswords(faces, known), await wrongPasswords(faces, unknown)];
  const closed = await one.ask(0);
  assert.equal(closed.status, 429);
  return compareAnswers({ one, other, rounds, warmUp: count + 10, mask });
}

/** The page that asks for a passkey once an identifier was typed: one that has a passkey, and one that nobody has. */
export async function comparePasskeyOptions({ rounds }: Sizes): Promise<Verdict> {
  const faces = await openFaces();
  const { known, unknown } = await identifiersOf(faces, 1, []);
  for (const username of known)
    await newPasskey(faces.services, await passwordSession(faces.services, username));
  const nothingTyped = () => '';
  const one = await wrongPasswords(faces, known, nothingTyped);
  const other = await wrongPasswords(faces, unknown, nothingTyped);
  assert.match((await one.ask(0)).body, /data-options/);
  return compareAnswers({ one, other, rounds, mask });
}
