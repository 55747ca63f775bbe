/** One of two processes that guess: reads guesses as a JSON line, makes them twelve at a time, prints how they ended. */
import { once } from 'node:events';
import { signIn, verifyCode } from '#accounts';
import { fixedClock, newId } from '#kernel';
import { openDatabase } from '#platform';
import { accountServices } from '../support/accounts.ts';

export type Guess = { readonly address: string; readonly now: string } & (
  | { readonly kind: 'password'; readonly identifier: string; readonly password: string }
  | { readonly kind: 'code'; readonly uid: string; readonly code: string }
);

const [url = ''] = process.argv.slice(2);
const database = openDatabase({ url, poolSize: 12, role: 'goid_sso' });
const base = accountServices(database);

async function make(guess: Guess): Promise<string> {
  const services = { ...base, clock: fixedClock(guess.now) };
  const origin = { address: guess.address, userAgent: 'Penebak/1', language: 'id' as const };
  const result =
    guess.kind === 'code'
      ? await verifyCode(services, guess.uid, guess.code, { remember: false, origin })
      : await signIn(services, {
          interactionUid: newId(new Date()),
          identifier: guess.identifier,
          password: guess.password,
          shared: false,
          rememberedBrowser: undefined,
          acrNeeded: undefined,
          origin,
        });
  return result.ok ? 'in' : result.refusal.kind;
}

async function makeAll(guesses: readonly Guess[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const line = guesses.values();
  const worker = async () => {
    for (const guess of line) {
      const outcome = await make(guess).catch((error: Error) => `threw ${error.message}`);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 12 }, worker));
  return counts;
}

let waiting = '';
process.stdin.setEncoding('utf8').on('data', (chunk: string) => {
  waiting += chunk;
  const end = waiting.indexOf('\n');
  if (end < 0) return;
  const guesses = JSON.parse(waiting.slice(0, end)) as Guess[];
  waiting = waiting.slice(end + 1);
  void makeAll(guesses).then((counts) => console.log(JSON.stringify(counts)));
});
await once(process.stdin, 'end');
await database.close();
process.exit(0);
