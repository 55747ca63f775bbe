import { record } from '#activity';
import { newId, ok, refused, type Result } from '#kernel';
import type { Executor } from '#platform';
import { type LimitName, limits, peek, take } from '#throttle';
import * as queries from './queries.ts';
import type { Officer, SupportServices } from './types.ts';

/** The limits of one officer, each with a name that support and supervisors know. */
export type OfficerLimit = Extract<
  LimitName,
  'officer_searches_day' | 'officer_misses_hour' | 'officer_looks_day' | 'officer_checks_day'
>;
export type LimitReached = {
  readonly kind: 'limit';
  readonly limit: OfficerLimit;
  readonly until: Date;
};

/** From this share on supervisors are told. */
const alarmShare = 0.8;

/**
 * Takes one from a limit of the officer; commits by itself. At four fifths of it, and again with the first that is
 * refused, an alarm is raised: a line of the log, an entry in the officer's activity, a notice to supervisors; each once a day.
 */
export async function takeOfficerLimit(
  services: SupportServices,
  officer: Officer,
  limit: OfficerLimit,
): Promise<Result<undefined, LimitReached>> {
  const now = services.clock.now();
  const allowed = limits[limit].tries(services.config);
  const taken = await take(services.database, services, limit, officer.officerId, now);
  const used = taken.allowed ? allowed - taken.left : allowed;
  const level = taken.allowed ? (used >= allowed * alarmShare ? 'nearly' : undefined) : 'refused';
  if (level) await raiseAlarm(services, officer, { limit, level, used, allowed, now });
  return taken.allowed ? ok(undefined) : refused({ kind: 'limit', limit, until: taken.until });
}

/** Whether the limit is used up, without taking from it. */
export async function refusedBy(
  services: SupportServices,
  { officerId }: Officer,
  limit: OfficerLimit,
): Promise<LimitReached | undefined> {
  const answer = await peek(services.database, services, limit, officerId, services.clock.now());
  return answer.allowed ? undefined : { kind: 'limit', limit, until: answer.until };
}

type Alarm = {
  readonly limit: OfficerLimit;
  readonly level: 'nearly' | 'refused';
  readonly used: number;
  readonly allowed: number;
  readonly now: Date;
};

async function raiseAlarm(
  services: SupportServices,
  { officerId }: Officer,
  { limit, level, used, allowed, now }: Alarm,
): Promise<void> {
  const subject = `${officerId} ${limit} ${level}`;
  const first = await take(services.database, services, 'officer_alarm', subject, now);
  if (!first.allowed) return;
  services.log.warn({ limit, level, used, of: allowed, officerId }, 'an officer nears a limit');
  await services.database.transaction(async (tx) => {
    await queries.insertAlarm(tx, { alarmId: newId(now), officerId, limit, used, allowed, now });
    await record(tx, {
      event: 'officer_limit_reached',
      actor: { kind: 'officer', accountId: officerId },
      accountId: officerId,
      at: now,
      details: { limit, used, of: allowed },
    });
  });
}

export type OfficerAlarm = {
  readonly officerId: string;
  readonly limit: string;
  readonly used: number;
  readonly allowed: number;
  readonly raisedAt: Date;
};

/** The newest alarms since then, at most 50. */
export function alarmsSince(executor: Executor, since: Date): Promise<OfficerAlarm[]> {
  return queries.alarmsSince(executor, since);
}
