import { type AccountServices, type AlertReach, alertReach } from '#accounts';
import { dayIn, type Month, newToken } from '#kernel';
import { send } from '#notifications';
import { formatMonth, type Language, type Transaction, translatorFor } from '#platform';
import { stopHash } from './alert-choice.ts';
import { alertFacts } from './alert-facts.ts';
import { smsAlertsInThirtyDays, type Subscriber } from './alert-types.ts';
import * as queries from './queries-alerts.ts';

const subscribersAtOnce = 200;
const thirtyDays = 30 * 86_400_000;
const beforeAll = '00000000-0000-0000-0000-000000000000';

type Services = Pick<AccountServices, 'database' | 'keys' | 'clock' | 'outbox'>;

/**
 * Tells the members who chose it what became known of their contributions, one message an account, and each fact once. In parts
 * by account, each one transaction with its messages: killed at any point and started again, or run twice at once, nothing is
 * left out and nothing goes into the outbox twice. Answers with the number of messages. A job calls it each day.
 */
export async function sendAlerts(services: Services, atOnce = subscribersAtOnce): Promise<number> {
  let messages = 0;
  for (let after: string | undefined = beforeAll; after !== undefined;) {
    const from: string = after;
    const part = await services.database.transaction((tx) => sendPart(services, tx, from, atOnce));
    messages += part.messages;
    after = part.last;
  }
  return messages;
}

async function sendPart(
  services: Services,
  tx: Transaction,
  after: string,
  atOnce: number,
): Promise<{ messages: number; last: string | undefined }> {
  const now = services.clock.now();
  const all = await queries.nextSubscribers(tx, after, atOnce);
  const ids = all.map(({ accountId }) => accountId);
  const often = await queries.oftenTold(tx, ids, new Date(now.getTime() - thirtyDays), smsAlertsInThirtyDays);
  const reach = await alertReach(tx, services.keys, ids);
  const reached = all.flatMap((subscriber) => {
    const way = reach.find((one) => isWay(one, subscriber));
    const waits = subscriber.channel === 'sms' && often.has(subscriber.accountId);
    return way && !waits ? [{ subscriber, way, stop: newToken() }] : [];
  });
  const stops = new Map(reached.map(({ subscriber, stop }) => [subscriber.accountId, stopHash(stop)]));
  const facts = await alertFacts(
    tx,
    reached.map(({ subscriber }) => subscriber),
    dayIn(now),
  );
  const isNew = await queries.insertTold(
    tx,
    facts.flatMap((fact) => {
      const hash = stops.get(fact.accountId);
      return hash ? [{ ...fact, stopHash: hash }] : [];
    }),
    now,
  );
  const news = Map.groupBy(isNew, ({ accountId }) => accountId);
  for (const { subscriber, way, stop } of reached) {
    const months = (news.get(subscriber.accountId) ?? []).map(({ month }) => month);
    if (months.length > 0) await tell(services, tx, way, { months, stop, now });
  }
  return { messages: news.size, last: all.length < atOnce ? undefined : ids.at(-1) };
}

/** The account may have lost the address, or have become somebody else's, since the choice was made. */
const isWay = (one: AlertReach, { accountId, personId, channel }: Subscriber) =>
  one.accountId === accountId && one.personId === personId && one.channel === channel;

/** Which months, and no more: what there is stands in the account. */
async function tell(
  { keys, outbox }: Services,
  tx: Transaction,
  { accountId, channel, address, language, timeZone }: AlertReach,
  { months, stop, now }: { readonly months: readonly Month[]; readonly stop: string; readonly now: Date },
): Promise<void> {
  await (outbox?.send ?? send)(tx, keys, {
    template: 'contribution_alert',
    channel,
    to: address,
    language,
    parameters: { months: nameOf(months, language), stop },
    accountId,
    timeZone,
    now,
  });
}

function nameOf(months: readonly Month[], language: Language): string {
  const [newest, ...others] = [...new Set(months)].sort().reverse();
  if (newest === undefined) return '';
  const month = formatMonth(newest, language);
  return others.length === 0
    ? month
    : translatorFor(language)('alerts.and_others', { month, count: others.length });
}
