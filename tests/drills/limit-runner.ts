/**
 * One of two processes that guess: reads guesses as a JSON line, makes them twelve at a time, prints how they ended. Owners
 * sign in among the guessers, and their sign-ins are timed.
 */
import { once } from 'node:events';
import {
  confirmContactChange,
  enterResetCode,
  type LiveSession,
  signIn,
  signInByPasskey,
  verifyCode,
} from '#accounts';
import { fixedClock, newId } from '#kernel';
import { openDatabase } from '#platform';
import { accountServices } from '../support/accounts.ts';

export type Guess = { readonly address: string; readonly now: string } & (
  | {
      readonly kind: 'password';
      readonly identifier: string;
      readonly password: string;
      /** The device cookie of an owner's browser. */
      readonly device?: string | undefined;
      readonly owner?: boolean;
    }
  | { readonly kind: 'code'; readonly uid: string; readonly code: string }
  /** The code for a new password. */
  | { readonly kind: 'reset-code'; readonly token: string; readonly code: string }
  /** The code to a new contact, by whoever sits at the owner's session. */
  | {
      readonly kind: 'contact-code';
      readonly session: LiveSession;
      readonly changeId: string;
      readonly code: string;
    }
  /** An owner with nothing but a passkey. */
  | { readonly kind: 'passkey'; readonly uid: string; readonly answer: string }
);

// The first passkey would load it, while sign-ins are timed.
await import('@simplewebauthn/server');

const [url = ''] = process.argv.slice(2);
const database = openDatabase({ url, poolSize: 12, role: 'goid_sso' });
const base = accountServices(database);

async function make(guess: Guess): Promise<string> {
  const services = { ...base, clock: fixedClock(guess.now) };
  const device = guess.kind === 'password' ? guess.device : undefined;
  const origin = { address: guess.address, userAgent: 'Penebak/1', language: 'id' as const, device };
  const rest = { shared: false, acrNeeded: undefined, origin };
  if (guess.kind === 'passkey') {
    const { uid: interactionUid, answer } = guess;
    const shown = await signInByPasskey(services, { ...rest, interactionUid, answer });
    return shown.ok ? 'in' : shown.refusal;
  }
  if (guess.kind === 'reset-code') {
    const entered = await enterResetCode(services, guess.token, guess.code, origin);
    return entered.ok ? 'in' : entered.refusal.kind;
  }
  if (guess.kind === 'contact-code') {
    const confirmed = await confirmContactChange(services, guess.session, guess.changeId, guess.code, origin);
    return confirmed.ok ? 'in' : confirmed.refusal.kind;
  }
  const result =
    guess.kind === 'code'
      ? await verifyCode(services, guess.uid, guess.code, { remember: false, origin })
      : await signIn(services, {
          ...rest,
          interactionUid: newId(new Date()),
          identifier: guess.identifier,
          password: guess.password,
          rememberedBrowser: undefined,
        });
  return result.ok ? 'in' : result.refusal.kind;
}

export type Outcome = {
  readonly counts: Record<string, number>;
  readonly owners: Record<string, number>;
  readonly ownerMs: number[];
};

async function makeAll(guesses: readonly Guess[]): Promise<Outcome> {
  const done: Outcome = { counts: {}, owners: {}, ownerMs: [] };
  const line = guesses.values();
  const worker = async () => {
    for (const guess of line) {
      const began = performance.now();
      const outcome = await make(guess).catch((error: Error) => `threw ${error.message}`);
      const isOwner = guess.kind === 'passkey' || (guess.kind === 'password' && guess.owner === true);
      const counts = isOwner ? done.owners : done.counts;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (isOwner) done.ownerMs.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: 12 }, worker));
  return done;
}

let waiting = '';
process.stdin.setEncoding('utf8').on('data', (chunk: string) => {
  waiting += chunk;
  const end = waiting.indexOf('\n');
  if (end < 0) return;
  const guesses = JSON.parse(waiting.slice(0, end)) as Guess[];
  waiting = waiting.slice(end + 1);
  void makeAll(guesses).then((outcome) => console.log(JSON.stringify(outcome)));
});
await once(process.stdin, 'end');
await database.close();
process.exit(0);
