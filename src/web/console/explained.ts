import { deviceName } from '#accounts';
import { formatInstant, type Translate } from '#platform';
import type { Explanation, GateResult } from '#support';
import { gateWords, type GateWords } from './explain-words.ts';

/** What an account knows beside its gates: no address, no code, nothing that a device says of itself but its name. */
export type KnownOfAccount = {
  /** Of the last day, the newest first: never to whom, never what it says. */
  readonly messages: readonly Pick<
    Explanation['facts']['messages'][number],
    'channel' | 'state' | 'queuedAt' | 'changedAt'
  >[];
  readonly devices: readonly { readonly name: string; readonly lastUsedAt: Date }[];
  /** The second factors, in the order in which they are offered. */
  readonly ways: readonly NonNullable<Explanation['facts']['account']>['factors'][number]['method'][];
  readonly passkeys: number;
  readonly recoveryCodesLeft: number;
  /** In the last 30 days. */
  readonly lastSignInAt: Date | undefined;
};

/** An explanation in words, for the page and for the command: both show these facts and no others. */
export type ExplainedWords = {
  /** What the member meets first; undefined when nothing is in the way. */
  readonly first: GateWords | undefined;
  /** The sentences of the closed gates behind it. */
  readonly others: readonly string[];
  readonly gates: readonly { readonly name: string; readonly state: string; readonly result: GateResult }[];
  /** One line of cells for each message: sent, by, delivery, last change. */
  readonly messages: readonly (readonly [string, string, string, string])[];
  /** Undefined where there is no account. */
  readonly known:
    | {
        readonly lastSignIn: string;
        readonly devices: readonly { readonly name: string; readonly usedAt: string }[];
        readonly ways: readonly string[];
        readonly counts: string;
      }
    | undefined;
};

/** The one reading that both the words and the JSON of the command are made from. Undefined where there is no account. */
export function knownOfAccount(t: Translate, { facts }: Explanation): KnownOfAccount | undefined {
  const { account } = facts;
  return (
    account && {
      messages: facts.messages.map(({ channel, state, queuedAt, changedAt }) => ({
        channel,
        state,
        queuedAt,
        changedAt,
      })),
      devices: account.devices.map(({ userAgent, lastUsedAt }) => ({
        name: deviceName({ t }, userAgent),
        lastUsedAt,
      })),
      ways: account.factors.map(({ method }) => method),
      passkeys: account.passkeys,
      recoveryCodesLeft: account.recoveryCodesLeft,
      lastSignInAt: facts.lastSignInAt,
    }
  );
}

/** In the language of `t`, with times in the member's own zone. */
export function explainedWords(t: Translate, explanation: Explanation): ExplainedWords {
  const at = (instant: Date) => formatInstant(instant, t.language, explanation.facts.account?.timeZone);
  const { gates, first } = explanation;
  const known = knownOfAccount(t, explanation);
  return {
    first: first && gateWords(t, first, explanation),
    others: gates
      .filter((one) => one.open === false && one !== first)
      .map((one) => gateWords(t, one, explanation).closed),
    gates: gates.map((result) => ({
      name: t(`explain.gate.${result.gate}`),
      state: stateWord(t, result),
      result,
    })),
    messages: (known?.messages ?? []).map(({ queuedAt, channel, state, changedAt }) => [
      at(queuedAt),
      t(`explain.channel.${channel}`),
      t(`explain.delivery.${state}`),
      at(changedAt),
    ]),
    known: known && {
      lastSignIn: known.lastSignInAt
        ? t('explain.last_sign_in', { at: at(known.lastSignInAt) })
        : t('explain.no_sign_in'),
      devices: known.devices.map(({ name, lastUsedAt }) => ({ name, usedAt: at(lastUsedAt) })),
      ways: known.ways.map((method) => t(`security.factor.${method}`)),
      counts: t('explain.counts', { passkeys: known.passkeys, codes: known.recoveryCodesLeft }),
    },
  };
}

function stateWord(t: Translate, { open, weight }: GateResult): string {
  if (open === undefined) return t('explain.not_asked');
  return open ? t('explain.open') : t(`explain.${weight}`);
}
