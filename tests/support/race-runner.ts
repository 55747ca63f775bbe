/** One of the two processes of a race: connects, says so, waits for a line, makes its 8 calls at once, prints the answers. */
import { once } from 'node:events';
import { takeFinishedSignIn, verifyCode } from '#accounts';
import { fixedClock } from '#kernel';
import { answerOnce, openDatabase, sql } from '#platform';
import { type LimitName, take } from '#throttle';
import { accountServices, testOrigin } from './accounts.ts';
import { testVisit } from './visit.ts';

export type RaceCall = { readonly now: Date } & (
  | { readonly verb: 'verifyCode'; readonly uid: string; readonly code: string }
  | {
      readonly verb: 'verifyCodes';
      readonly codes: readonly { readonly uid: string; readonly code: string }[];
    }
  | { readonly verb: 'takeFinishedSignIn'; readonly uid: string }
  | { readonly verb: 'answerOnce'; readonly path: string }
  | { readonly verb: 'take'; readonly limit: LimitName; readonly subject: string }
);

const calls = 8;
const [url = '', text = '{}'] = process.argv.slice(2);
const call = JSON.parse(text) as RaceCall;
const database = openDatabase({ url, poolSize: calls, role: 'goid_sso' });
// Budgets wide enough that the one-time thing itself must hold.
const services = {
  ...accountServices(database, { CODE_WRONG_PER_HOUR: 1000, CODE_WRONG_PER_DAY: 1000 }),
  clock: fixedClock(call.now),
};

function callOnce(index: number): Promise<unknown> {
  const options = { remember: false, origin: testOrigin };
  if (call.verb === 'verifyCode') return verifyCode(services, call.uid, call.code, options);
  if (call.verb === 'takeFinishedSignIn') return takeFinishedSignIn(services, call.uid, testOrigin);
  if (call.verb === 'answerOnce') return answered(call.path, index);
  if (call.verb === 'take') return take(database, services, call.limit, call.subject, new Date(call.now));
  const { uid, code } = call.codes[index % call.codes.length] ?? { uid: '', code: '' };
  return verifyCode(services, uid, code, options);
}

/** What the form was answered with: which of the calls did the work. */
async function answered(path: string, index: number): Promise<string> {
  const visit = { ...testVisit({ path }), now: new Date(call.now) };
  const response = await answerOnce(database, visit, {}, async () => {
    await database.run(sql`select pg_sleep(0.1)`);
    return new Response(`worked on by ${process.pid}/${index}`);
  });
  return response.text();
}

await Promise.all(Array.from({ length: calls }, () => database.run(sql`select pg_sleep(0.05)`)));
console.log('ready');
await once(process.stdin, 'data');
const answers = await Promise.all(
  Array.from({ length: calls }, (_, index) =>
    callOnce(index).catch((error: Error) => `threw ${error.message}`),
  ),
);
console.log(JSON.stringify(answers.map((answer) => answer ?? null)));
await database.close();
process.exit(0);
