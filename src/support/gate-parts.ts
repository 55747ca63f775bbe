import type { SignInFacts } from '#accounts';
import type { LimitName } from '#throttle';
import type { Facts } from './explain-facts.ts';
import type { AdviceName } from './advice.ts';

/** Why a gate is closed: until when, and what its sentence names; all from closed lists or counts. */
export type Closed = {
  readonly until?: Date | undefined;
  readonly values?: Readonly<Record<string, string | number>>;
};
export type Gate = {
  readonly name: string;
  /** `stops`: nobody comes past it. `hinders`: some ways past it still work. */
  readonly weight: 'stops' | 'hinders';
  /** Of whom it can be asked, when not of accounts only: of anybody, or of persons on the register too. */
  readonly askedOf?: 'anybody' | 'person';
  /** Undefined when the gate is open. */
  readonly evaluate: (facts: Facts) => Closed | undefined;
  readonly remedies: readonly AdviceName[];
};

/** A gate that is closed where `isClosed` says so; `how` tells until when and of what. */
export function closedWhen(
  isClosed: (facts: Facts) => boolean,
  how: (facts: Facts) => Closed = () => ({}),
): Gate['evaluate'] {
  return (facts) => (isClosed(facts) ? how(facts) : undefined);
}

export function mustChange(...reasons: readonly SignInFacts['password']['mustChange'][]): Gate['evaluate'] {
  const reasonIn = ({ account }: Facts) => account?.password.mustChange;
  return closedWhen(
    (facts) => reasonIn(facts) !== undefined && reasons.includes(reasonIn(facts)),
    (facts) => ({ values: { reason: reasonIn(facts) ?? '' } }),
  );
}

/** The limits of these names that are used up, and the latest instant at which all of them are open again. */
export function limit(...names: readonly LimitName[]): Gate['evaluate'] {
  return ({ account }) => {
    const closed = (account?.closed ?? []).filter((one) => names.includes(one.limit));
    const [first] = closed;
    if (!first) return undefined;
    const until = new Date(Math.max(...closed.map((one) => one.until.getTime())));
    return { until, values: { limit: first.limit, at: [...new Set(closed.map(({ at }) => at))].join(' ') } };
  };
}

/** Whether there is something to ask the gate of: of nobody it is neither open nor closed. */
export function canBeAsked({ askedOf }: Pick<Gate, 'askedOf'>, { account, personKnown }: Facts): boolean {
  if (askedOf === 'anybody' || account !== undefined) return true;
  return askedOf === 'person' && personKnown;
}

/** The second factors of the account, in the order in which they are offered. */
export function waysOf(account: SignInFacts | undefined): string[] {
  return (account?.factors ?? []).map(({ method }) => method);
}

/** The channels that this account needs and that nobody takes messages for. */
export function channelsDown({ account, troubles }: Facts): string[] {
  const ways = waysOf(account);
  return troubles.map(({ channel }) => channel).filter((channel) => ways.includes(channel));
}

/** The templates of what a sign-in or a reset waits for. */
const awaited: readonly string[] = ['sign_in_code', 'reset_code', 'reset_link', 'recovery_link'];

export function newestCode({ messages }: Facts): Facts['messages'][number] | undefined {
  return messages.find(({ template }) => awaited.includes(template));
}
