import type { Logger } from '#platform';
import { type LimitName, peekEach, take } from '#throttle';
import { houseParts } from './send-limits.ts';
import type { AccountServices } from './types.ts';

/** How much of what the whole house may do in a day is used. */
export type DayBudget = { readonly name: LimitName; readonly used: number; readonly of: number };

/** Budgets of the whole house and a day, with the parts in which they are counted. */
const wholeHouse = [{ name: 'paid_sends_day', parts: houseParts }] as const;

/** From this share on an operator is told (security.md d.6). */
const alarmShare = 0.8;

/** Reads only. */
export async function dayBudgets(
  services: Pick<AccountServices, 'database' | 'keys' | 'config'>,
  now: Date,
): Promise<DayBudget[]> {
  const { PAID_SENDS_PER_DAY: all } = services.config;
  const budgets: DayBudget[] = [];
  for (const { name, parts } of wholeHouse) {
    const each = Math.ceil(all / parts.length);
    const counted = parts.map((subject) => ({ name, subject }));
    const answers = await peekEach(services.database, services, counted, now);
    const used = answers.reduce((sum, answer) => sum + (answer.allowed ? each - answer.left : each), 0);
    budgets.push({ name, used, of: each * parts.length });
  }
  return budgets;
}

export const isNearlyUsedUp = ({ used, of }: DayBudget): boolean => used >= of * alarmShare;

/**
 * Raises the alarm when four fifths of a day's budget are used: one line of the log per budget and day, whose message
 * never changes, for the operator's own alarms to wait for. A job calls it every minute.
 */
export async function watchDayBudgets(
  services: Pick<AccountServices, 'database' | 'keys' | 'config'>,
  log: Pick<Logger, 'warn'>,
  now: Date,
): Promise<void> {
  for (const budget of await dayBudgets(services, now)) {
    if (!isNearlyUsedUp(budget)) continue;
    const { name, used, of } = budget;
    const first = await take(services.database, services, 'day_budget_alarm', name, now);
    if (first.allowed) log.warn({ budget: name, used, of }, 'a day budget is nearly used up');
  }
}
