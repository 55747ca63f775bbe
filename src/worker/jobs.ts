import { month } from '#kernel';
import { forgetOldActivity, publishHead, sealActivity } from '#activity';
import { forgetOldFilings, processFilings, tellClerks } from '#filings';
import { forgetOldCases } from '#cases';
import {
  deliverMessage,
  deliveryAttempts,
  type DeliveryServices,
  forgetOldMessages,
  rescueMessages,
} from '#notifications';
import { allocatePayments, allocateTask, issueBills, issueTask, makeOwnBill, ownBillTask } from '#billing';
import { forgetOldDays } from '#operations';
import { forgetFormSubmissions } from '#platform';
import { forgetOldProofs } from '#statements';
import { measure } from './measure.ts';

/** What a job may need; grows with the rooms. */
export type JobServices = DeliveryServices;

/** Ids only: what the caller of addJob put in. A job from the timetable gets nothing. */
export type JobPayload = Readonly<Record<string, unknown>>;

export type Job = {
  /** The task's name as given to addJob. */
  readonly name: string;
  run(payload: JobPayload, services: JobServices): Promise<unknown>;
  /** How often it is tried, with growing pauses (about e^n seconds, at most 6 hours), before it is left for a person. */
  readonly maxAttempts: number;
  /** When it runs by itself: minute, hour, day, month, weekday, in UTC. */
  readonly timetable?: string;
  /** Of a job that writes to the register, the contributions or the ledger: it waits while those are read-only. */
  readonly writesRecords?: true;
};

/** Every job there is. A room's work becomes a job by one entry here. */
export const jobs: readonly Job[] = [
  {
    name: 'deliver_message',
    run: (payload, services) => deliverMessage(services, text(payload, 'messageId')),
    maxAttempts: deliveryAttempts,
  },
  {
    name: 'rescue_messages',
    run: (_, { database, clock }) => rescueMessages(database, clock.now()),
    maxAttempts: 1,
    timetable: '* * * * *',
  },
  {
    name: 'forget_old_messages',
    run: (_, { database, config, clock }) => forgetOldMessages(database, config, clock.now()),
    maxAttempts: 3,
    timetable: '17 19 * * *',
  },
  {
    name: 'forget_form_submissions',
    run: (_, { database, clock }) => forgetFormSubmissions(database, clock.now()),
    maxAttempts: 1,
    timetable: '* * * * *',
  },
  {
    name: 'activity.seal',
    run: (_, services) => sealActivity(services),
    maxAttempts: 1,
    timetable: '* * * * *',
  },
  {
    name: 'operations.measure',
    run: (_, services) => measure(services),
    maxAttempts: 1,
    timetable: '* * * * *',
  },
  {
    name: 'activity.publish_head',
    run: (_, services) => publishHead(services),
    maxAttempts: 1,
    timetable: '*/5 * * * *',
  },
  {
    name: 'activity.forget_old',
    run: (_, services) => forgetOldActivity(services, services.config),
    maxAttempts: 3,
    timetable: '29 19 * * *',
  },
  {
    // Queued with each filing; every minute also what a process left behind that died.
    name: 'filings.process',
    run: async (_, services) => {
      if ((await processFilings(services)) > 0) await issueBills(services);
      await tellClerks(services);
    },
    maxAttempts: 5,
    timetable: '* * * * *',
    writesRecords: true,
  },
  {
    name: 'filings.forget_old',
    run: (_, services) => forgetOldFilings(services),
    maxAttempts: 3,
    timetable: '53 19 * * *',
  },
  {
    name: 'cases.forget_old',
    run: (_, { database, config, clock }) => forgetOldCases(database, config, clock.now()),
    maxAttempts: 3,
    timetable: '57 19 * * *',
  },
  {
    name: 'statements.forget_old',
    run: (_, { database, clock }) => forgetOldProofs(database, clock.now()),
    maxAttempts: 3,
    timetable: '7 20 * * *',
  },
  {
    name: 'operations.forget_old_days',
    run: (_, { database, clock }) => forgetOldDays(database, clock.now()),
    maxAttempts: 3,
    timetable: '47 19 * * *',
  },
  {
    name: allocateTask,
    run: (payload, services) => allocatePayments(services, ids(payload, 'payerIds')),
    maxAttempts: 18,
    writesRecords: true,
  },
  {
    name: ownBillTask,
    run: (payload, services) =>
      makeOwnBill(services, text(payload, 'payerId'), month(text(payload, 'month'))),
    maxAttempts: 18,
    writesRecords: true,
  },
  {
    // Reports of employers are billed as they count; this is for whatever came in another way.
    name: issueTask,
    run: (payload, services) =>
      issueBills(services, 'payerIds' in payload ? ids(payload, 'payerIds') : undefined),
    maxAttempts: 18,
    timetable: '11 18 * * *',
    writesRecords: true,
  },
];

function ids(payload: JobPayload, name: string): string[] {
  const value = payload[name];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
    throw new Error(`the job's payload lacks ${name}`);
  return value;
}

function text(payload: JobPayload, name: string): string {
  const value = payload[name];
  if (typeof value !== 'string') throw new Error(`the job's payload lacks ${name}`);
  return value;
}
