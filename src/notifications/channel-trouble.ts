import type { Executor } from '#platform';
import type { Channel } from './message.ts';
import * as queries from './queries.ts';

/** One message about an account, as far as the desk may know: never to whom, never what it says. */
export type SentMessage = queries.SentRow;

/** What was sent about an account since then, the newest first; at most ten. */
export function recentMessages(executor: Executor, accountId: string, since: Date): Promise<SentMessage[]> {
  return queries.messagesOf(executor, accountId, since);
}

export type KeptMessage = queries.KeptMessageRow;

/** All messages about an account that are still kept, with their references, the newest first; at most `limit`. */
export function keptMessagesOf(executor: Executor, accountId: string, limit: number): Promise<KeptMessage[]> {
  return queries.keptMessages(executor, accountId, limit);
}

export type ChannelTrouble = { readonly channel: Channel; readonly since: Date };

const lookedAtMs = 15 * 60_000;
/** A message that waits longer shows that nobody takes it. */
const longestWaitMs = 2 * 60_000;
const fewest = 3;

/**
 * The channels whose provider takes nothing: of the last 15 minutes' messages several were in trouble and none was
 * taken, or one waits for longer than two minutes. Read from the outbox, so that every process sees the same.
 */
export async function channelTroubles(executor: Executor, now: Date): Promise<ChannelTrouble[]> {
  const since = new Date(now.getTime() - lookedAtMs);
  const rows = await queries.channelRows(executor, since);
  return rows
    .filter(({ taken, troubled, oldestWaitingAt }) => {
      const waits = oldestWaitingAt !== null && now.getTime() - oldestWaitingAt.getTime() > longestWaitMs;
      return waits || (taken === 0 && troubled >= fewest);
    })
    .map(({ channel, oldestWaitingAt }) => ({ channel, since: oldestWaitingAt ?? since }));
}
