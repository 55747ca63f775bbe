import { type Executor, sql } from '#platform';
import type { EndReason } from './end-cards.ts';
import type { ExitReason } from './exit.ts';

export type EarlierRow = {
  readonly correctionId: string;
  readonly caseNumber: string;
  readonly correctedAt: Date;
  readonly fullName: string | null;
  readonly birthDate: string | null;
  readonly nationalNumber: Buffer | null;
};

export function earlierValues(executor: Executor, personId: string): Promise<EarlierRow[]> {
  return executor.many<EarlierRow>(sql`
    select correction_id as "correctionId", case_number as "caseNumber", corrected_at as "correctedAt",
      full_name_before as "fullName", birth_date_before as "birthDate", national_number_before as "nationalNumber"
    from members.correction where person_id = ${personId}::uuid order by corrected_at desc, correction_id desc`);
}

export type HeldExit = {
  readonly membershipId: string;
  readonly lastDay: string;
  readonly reason: ExitReason | EndReason;
  readonly source: 'worker_notice' | 'employer_report';
  readonly recordedAt: Date;
};

/** Ends of the person's cards as they or their employers told them, the newest first. */
export function heldExits(executor: Executor, personId: string): Promise<HeldExit[]> {
  return executor.many<HeldExit>(sql`
    select membership_id as "membershipId", ended_on as "lastDay", reason, source, recorded_at as "recordedAt"
    from members.exit where person_id = ${personId}::uuid order by recorded_at desc`);
}
