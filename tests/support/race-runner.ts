/**
 * One of the two processes of a race. For each race it reads a line with the call, connects, says so, waits for a line,
 * makes its 8 calls at once and prints the answers.
 */
import { createInterface } from 'node:readline';
import {
  type AccountServices,
  chooseAtSignIn,
  finishEnrolment,
  enterResetCode,
  openCaseByLink,
  takeWaitedReset,
  confirmNumber,
  confirmResetNumber,
  type RegisterAnswer,
  confirmClaimContact,
  finishRecovery,
  openClaimedAccount,
  resetPassword,
  startRecovery,
  stopRecovery,
  verifyClaimCode,
  confirmContactChange,
  disown,
  type LiveSession,
  type MessageWay,
  addPasskey,
  signIn,
  signInByPasskey,
  stopContactChange,
  takeFinishedSignIn,
  turnOnApp,
  turnOnMessages,
  verifyCode,
} from '#accounts';
import type { Correction } from '#contributions';
import { fixedClock, month, newId, systemClock } from '#kernel';
import { deliverMessage, openCarriers } from '#notifications';
import { answerOnce, type Database, openDatabase, sql } from '#platform';
import { type Asker, keepByCode, takeCopy } from '#privacy';
import { type LimitName, take } from '#throttle';
import { accountServices, signInRequest, testOrigin, testPassword } from './accounts.ts';
import { correct } from './contributions.ts';
import { testKeys } from './keys.ts';
import { enterSavings, type SavingsEntry } from './ledger.ts';
import { silentLog, testConfig } from './messages.ts';
import { openTokenEndpoint, type TokenRequest } from './race-sso.ts';
import { testVisit } from './visit.ts';

export type RaceCall = { readonly now: Date } & (
  | { readonly verb: 'verifyCode'; readonly uid: string; readonly code: string }
  | {
      readonly verb: 'verifyCodes';
      readonly codes: readonly { readonly uid: string; readonly code: string }[];
    }
  | {
      readonly verb: 'signInByPasskey';
      readonly uids: readonly string[];
      readonly answers: readonly string[];
    }
  | { readonly verb: 'addPasskey'; readonly session: LiveSession; readonly answer: string }
  | { readonly verb: 'takeCopy'; readonly asker: Asker; readonly requestId: string }
  | { readonly verb: 'keepByCode'; readonly code: string }
  | { readonly verb: 'confirmNumber'; readonly uid: string; readonly answer: RegisterAnswer }
  | { readonly verb: 'confirmResetNumber'; readonly token: string; readonly answer: RegisterAnswer }
  | { readonly verb: 'takeFinishedSignIn' | 'chooseAtSignIn'; readonly uid: string }
  | { readonly verb: 'signIn'; readonly identifier: string; readonly device: string | undefined }
  | {
      readonly verb: 'verifyClaimCode' | 'confirmClaimContact';
      readonly token: string;
      readonly code: string;
    }
  | { readonly verb: 'openClaimedAccount'; readonly tokens: readonly string[] }
  | { readonly verb: 'turnOnApp'; readonly accountId: string; readonly code: string }
  | { readonly verb: 'turnOnMessages'; readonly way: MessageWay; readonly code: string }
  | { readonly verb: 'finishEnrolment'; readonly token: string; readonly code: string }
  | { readonly verb: 'resetPassword' | 'takeWaitedReset' | 'openCaseByLink'; readonly token: string }
  | {
      readonly verb: 'enterResetCode';
      readonly token: string;
      readonly code: string;
      readonly device: string;
    }
  | { readonly verb: 'startRecovery'; readonly token: string; readonly device: string }
  | { readonly verb: 'stopRecovery'; readonly recoveryId: string }
  | {
      readonly verb: 'finishOrStop';
      readonly recoveryId: string;
      readonly token: string;
      readonly code: string;
    }
  | {
      readonly verb: 'confirmContactChange';
      readonly session: LiveSession;
      readonly changeId: string;
      readonly code: string;
    }
  | { readonly verb: 'stopContactChange'; readonly token: string }
  | { readonly verb: 'disown'; readonly session: LiveSession; readonly entryId: string }
  | { readonly verb: 'answerOnce'; readonly path: string }
  | { readonly verb: 'take'; readonly limit: LimitName; readonly subject: string }
  | ({ readonly verb: 'askForTokens' } & TokenRequest)
  | { readonly verb: 'enter'; readonly entry: SavingsEntry }
  | {
      readonly verb: 'correct';
      /** The wage travels as text; without an id each call makes its own. */
      readonly correction: Omit<Correction, 'wage' | 'month' | 'correctionId'> & {
        readonly wage: string;
        readonly month: string;
        readonly correctionId?: string;
      };
    }
  | { readonly verb: 'deliverMessage'; readonly messageId: string; readonly smsProviders: string }
);

export type Race = { readonly url: string; readonly call: RaceCall };

const calls = 8;

/** Entries come from imports, which run with the owner's rights; corrections are a job's. */
function roleOf({ verb }: RaceCall): { readonly role?: string } {
  if (verb === 'enter') return {};
  if (verb === 'takeCopy' || verb === 'keepByCode') return { role: 'goid_portal' };
  return { role: verb === 'deliverMessage' || verb === 'correct' ? 'goid_worker' : 'goid_sso' };
}

async function callOf(database: Database, call: RaceCall): Promise<(index: number) => Promise<unknown>> {
  // Budgets wide enough that the one-time thing itself must hold.
  const services = {
    ...accountServices(database, { CODE_WRONG_PER_HOUR: 1000, CODE_WRONG_PER_DAY: 1000 }),
    clock: fixedClock(call.now),
  };
  const options = { remember: false, origin: testOrigin };
  const now = new Date(call.now);
  switch (call.verb) {
    case 'verifyCode':
      return () => verifyCode(services, call.uid, call.code, options);
    case 'verifyCodes':
      return (index) => {
        const { uid, code } = call.codes[index % call.codes.length] ?? { uid: '', code: '' };
        return verifyCode(services, uid, code, options);
      };
    case 'verifyClaimCode':
      return () => verifyClaimCode(services, call.token, call.code);
    case 'confirmClaimContact':
      return () => confirmClaimContact(services, call.token, call.code, testOrigin);
    case 'openClaimedAccount':
      return (index) =>
        openClaimedAccount(
          services,
          call.tokens[index % call.tokens.length],
          { username: '', password: testPassword },
          testOrigin,
        );
    case 'signIn':
      return (index) =>
        signIn(
          services,
          signInRequest(call.identifier, {
            password: `Serentak-${process.pid}-${index}`,
            origin: { ...testOrigin, device: call.device },
          }),
        );
    case 'signInByPasskey':
      return (index) =>
        signInByPasskey(services, {
          ...signInRequest(''),
          interactionUid: call.uids[index % call.uids.length] ?? '',
          answer: call.answers[index % call.answers.length] ?? '',
        });
    case 'addPasskey':
      return () => addPasskey(services, call.session, { name: 'HP', answer: call.answer }, testOrigin);
    case 'takeFinishedSignIn':
      return () => takeFinishedSignIn(services, call.uid, testOrigin);
    case 'confirmNumber':
      return () => confirmNumber(services, call.uid, call.answer, testOrigin);
    case 'confirmResetNumber':
      return () => confirmResetNumber(services, call.token, call.answer, testOrigin);
    case 'chooseAtSignIn':
      return (index) => {
        const password = `kuda hitam makan rumput ${index}`;
        return chooseAtSignIn(services, call.uid, { password, repeat: password }, testOrigin);
      };
    case 'finishEnrolment':
    case 'resetPassword':
    case 'takeWaitedReset':
    case 'openCaseByLink':
    case 'enterResetCode':
    case 'startRecovery':
    case 'stopRecovery':
    case 'finishOrStop':
      return recoveryCall(services, call);
    case 'confirmContactChange':
      return () => confirmContactChange(services, call.session, call.changeId, call.code, testOrigin);
    case 'stopContactChange':
      return () => stopContactChange(services, call.token, testOrigin);
    case 'disown':
      return () => disown(services, call.session, call.entryId, testOrigin);
    case 'turnOnApp':
      return () => turnOnApp(services, call.accountId, call.code, testOrigin);
    case 'turnOnMessages':
      return () => turnOnMessages(services, call.way, call.code, testOrigin);
    case 'takeCopy':
      return () =>
        takeCopy(services, call.asker, { requestId: call.requestId, format: 'json' }).then(
          (file) => file?.length,
        );
    case 'keepByCode': {
      const { outbox: _, ...sending } = services;
      return () => keepByCode(sending, call.code, testOrigin);
    }
    case 'take':
      return () => take(database, services, call.limit, call.subject, now);
    case 'answerOnce':
      return (index) => answered(database, call.path, now, index);
    case 'askForTokens':
      return openTokenEndpoint(database, call);
    case 'enter':
      return () => enterSavings(database, [call.entry], now);
    case 'correct': {
      const { wage, month: of, correctionId, ...rest } = call.correction;
      return () =>
        correct(
          database,
          [{ ...rest, correctionId: correctionId ?? newId(now), wage: BigInt(wage), month: month(of) }],
          now,
        );
    }
    case 'deliverMessage':
    default: {
      const config = testConfig({ SMS_PROVIDERS: call.smsProviders });
      const delivery = { database, keys: testKeys, clock: systemClock, log: silentLog, config };
      const carriers = openCarriers(delivery);
      return () => deliverMessage({ ...delivery, carriers }, call.messageId);
    }
  }
}

type RecoveryCall = Extract<
  RaceCall,
  {
    readonly verb:
      | 'finishEnrolment'
      | 'resetPassword'
      | 'takeWaitedReset'
      | 'openCaseByLink'
      | 'enterResetCode'
      | 'startRecovery'
      | 'stopRecovery'
      | 'finishOrStop';
  }
>;

function recoveryCall(services: AccountServices, call: RecoveryCall): (index: number) => Promise<unknown> {
  const stop = (recoveryId: string) => stopRecovery(services, recoveryId, testOrigin, 'unknown');
  switch (call.verb) {
    case 'resetPassword':
      return (index) => {
        const password = `kuda hitam makan rumput ${index}`;
        return resetPassword(services, call.token, { password, repeat: password }, testOrigin);
      };
    case 'finishEnrolment':
      return (index) => {
        const password = `kuda hitam makan rumput ${index}`;
        const typed = { password, repeat: password, code: call.code };
        return finishEnrolment(services, call.token, typed, testOrigin);
      };
    case 'takeWaitedReset':
      return () => takeWaitedReset(services, call.token, testOrigin);
    case 'openCaseByLink':
      return () => openCaseByLink(services, call.token);
    case 'enterResetCode':
      return () => enterResetCode(services, call.token, call.code, { ...testOrigin, device: call.device });
    case 'startRecovery':
      return () => startRecovery(services, call.token, { ...testOrigin, device: call.device });
    case 'stopRecovery':
      return () => stop(call.recoveryId);
    case 'finishOrStop':
    default:
      return (index) =>
        index % 2 === 0
          ? finishRecovery(services, call.token, call.code, testOrigin).then(({ ok }) => ok && 'finished')
          : stop(call.recoveryId).then((stopped) => stopped && 'stopped');
  }
}

/** What the form was answered with: which of the calls did the work. */
async function answered(database: Database, path: string, now: Date, index: number): Promise<string> {
  const visit = { ...testVisit({ path }), now };
  const response = await answerOnce(database, visit, {}, async () => {
    await database.run(sql`select pg_sleep(0.1)`);
    return new Response(`worked on by ${process.pid}/${index}`);
  });
  return response.text();
}

async function runRace({ url, call }: Race, started: () => Promise<unknown>): Promise<unknown[]> {
  const database = openDatabase({ url, poolSize: calls, ...roleOf(call) });
  try {
    const callOnce = await callOf(database, call);
    await Promise.all(Array.from({ length: calls }, () => database.run(sql`select pg_sleep(0.05)`)));
    await started();
    return await Promise.all(
      Array.from({ length: calls }, (_, index) =>
        callOnce(index).catch((error: Error) => `threw ${error.message}`),
      ),
    );
  } finally {
    await database.close();
  }
}

const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
for (let line = await lines.next(); !line.done; line = await lines.next()) {
  const answers = await runRace(JSON.parse(line.value) as Race, () => {
    console.log('ready');
    return lines.next();
  });
  console.log(JSON.stringify(answers.map((answer) => answer ?? null)));
}
process.exit(0);
