import { type Closing, closingOf, type Freeze, freezeOf, type SignInFacts, signInFacts } from '#accounts';
import { type ActivityEntry, activitySince } from '#activity';
import { type ChannelTrouble, channelTroubles, recentMessages, type SentMessage } from '#notifications';
import type { Subject, SupportServices } from './types.ts';

/** Everything that the gates look at, read once. */
export type Facts = {
  readonly now: Date;
  readonly personKnown: boolean;
  /** Undefined when there is no account. */
  readonly account: SignInFacts | undefined;
  /** Newest first. */
  readonly messages: readonly SentMessage[];
  readonly troubles: readonly ChannelTrouble[];
  /** The newest wrong code of the app whose clock was off, if no right one came after it; in steps of 30 seconds. */
  readonly drift: { readonly steps: number; readonly at: Date } | undefined;
  /** Who froze the account and when, where that is on record. */
  readonly frozenBy: { readonly kind: ActivityEntry['actor']['kind']; readonly at: Date } | undefined;
  /** The freeze after a reported death that holds now. */
  readonly freeze: Freeze | undefined;
  /** The deletion that its holder asked for, whether it waits or has begun. */
  readonly closing: Closing | undefined;
  readonly lastSignInAt: Date | undefined;
};

const dayMs = 86_400_000;

export async function factsOf(services: SupportServices, { accountId, personId }: Subject): Promise<Facts> {
  const { database, clock } = services;
  const now = clock.now();
  const account = accountId ? await signInFacts(services, accountId, now) : undefined;
  const month = { since: new Date(now.getTime() - 30 * dayMs), before: undefined, limit: 200 };
  const entries = accountId ? await activitySince(database, accountId, month) : [];
  return {
    now,
    personKnown: personId !== undefined,
    account,
    messages: accountId ? await recentMessages(database, accountId, new Date(now.getTime() - dayMs)) : [],
    troubles: await channelTroubles(database, now),
    drift: driftIn(entries, account, now),
    frozenBy: frozenIn(entries),
    freeze: await freezeOf(database, { accountId, personId }),
    closing: accountId ? await closingOf(database, accountId) : undefined,
    lastSignInAt: entries.find(({ event }) => event === 'sign_in_succeeded')?.at,
  };
}

function driftIn(
  entries: readonly ActivityEntry[],
  account: SignInFacts | undefined,
  now: Date,
): Facts['drift'] {
  const used = account?.factors.find(({ method }) => method === 'totp')?.lastUsedAt;
  const wrong = entries.find(
    ({ event, details, at }) =>
      event === 'code_refused' &&
      typeof details?.['drift'] === 'number' &&
      at.getTime() > now.getTime() - dayMs &&
      (!used || at > used),
  );
  return wrong && { steps: Number(wrong.details?.['drift']), at: wrong.at };
}

function frozenIn(entries: readonly ActivityEntry[]): Facts['frozenBy'] {
  const freeze = entries.find(({ event }) => event === 'officer_removed');
  return freeze && { kind: freeze.actor.kind, at: freeze.at };
}
