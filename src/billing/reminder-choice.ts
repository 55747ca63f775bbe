import { record } from '#activity';
import type { Database, Executor } from '#platform';
import * as queries from './queries-remind.ts';

/** Whether messages about bills are sent to this payer; they are until somebody chooses otherwise. */
export function wantsReminders(executor: Executor, payerId: string): Promise<boolean> {
  return queries.wantsReminders(executor, payerId);
}

/** Chooses it for the payer. Recorded for who chose. */
export function chooseReminders(
  database: Database,
  choice: {
    readonly payerId: string;
    readonly wanted: boolean;
    readonly accountId: string;
    readonly now: Date;
  },
): Promise<void> {
  const { accountId, wanted, now } = choice;
  return database.transaction(async (tx) => {
    await queries.putChoice(tx, choice);
    await record(tx, {
      event: 'bill_messages_chosen',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      details: { chosen: wanted ? 'on' : 'off' },
    });
  });
}
