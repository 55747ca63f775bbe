import { minRupiah, type Result, sumRupiah } from '#kernel';
import { pensionWageCeilings } from '#rates';
import { type AccidentBenefit, accidentBenefit } from './accident-benefit.ts';
import {
  type DeathBenefit,
  deathBenefit,
  type DeathInput,
  type Scholarship,
  scholarshipOf,
} from './death-benefit.ts';
import { type JobLossBenefit, jobLossBenefit } from './job-loss-benefit.ts';
import { type PensionEstimate, pensionEstimate } from './pension-estimate.ts';
import { type BenefitRecord, latestWage, memberSince, runningOn } from './record.ts';
import { type SavingsEstimate, savingsEstimate } from './savings-estimate.ts';

/** JHT from the record: what is posted, and the newest month of the running cards as each month to come. */
export function savingsFrom(record: BenefitRecord): SavingsEstimate {
  return savingsEstimate({
    today: record.today,
    birthDate: record.birthDate,
    balance: record.savings.balance,
    monthly: sumRupiah(record.reports.map(({ savings }) => savings)),
    memberSince: memberSince(record),
  });
}

/** JP from the record; undefined for a person for whom no JP was ever reported. */
export function pensionFrom(record: BenefitRecord): PensionEstimate | undefined {
  const reports = record.reports.filter(({ pension }) => pension !== undefined);
  const ever = record.years.some((year) => year.pensionMonths + year.pensionUnpaidMonths > 0);
  if (!ever && reports.length === 0) return undefined;
  const ceiling = pensionWageCeilings().at(-1)?.amount ?? 0n;
  return pensionEstimate({
    today: record.today,
    birthDate: record.birthDate,
    years: record.years,
    wage: minRupiah(sumRupiah(reports.map(({ wage }) => wage)), ceiling),
    monthly: sumRupiah(reports.map(({ pension }) => pension ?? 0n)),
  });
}

type NotForThis = 'migrant_amounts_not_known' | 'not_covered_now';

/** Migrant workers pay by package and have amounts of their own, which are not in the data (Permenaker 4/2023). */
function whyNot(record: BenefitRecord): NotForThis | undefined {
  const running = runningOn(record.memberships, record.today);
  if (running.length === 0) return 'not_covered_now';
  return running.every(({ segment }) => segment === 'PMI') ? 'migrant_amounts_not_known' : undefined;
}

/** JKM from the record. */
export function deathBenefitFrom(
  record: BenefitRecord,
): Result<DeathBenefit, NotForThis | 'death_amount_not_known'> {
  const refusal = whyNot(record);
  if (refusal) return { ok: false, refusal };
  return deathBenefit(deathInput(record));
}

/** The scholarship by the children on the register; JKK pays it without the three years that JKM asks for. */
export function scholarshipFrom(record: BenefitRecord): Scholarship | undefined {
  return scholarshipOf(deathInput(record));
}

function deathInput({ today, memberships, years, family }: BenefitRecord): DeathInput {
  return {
    today,
    selfEmployed: runningOn(memberships, today).every(({ segment }) => segment === 'BPU'),
    months: years.reduce((sum, { deathMonths }) => sum + deathMonths, 0),
    childrenBornOn: family.filter(({ relation }) => relation === 'child').map(({ birthDate }) => birthDate),
  };
}

/** JKK from the record: by the newest reported wages of all running cards together. */
export function accidentBenefitFrom(
  record: BenefitRecord,
): Result<AccidentBenefit, NotForThis | 'wage_not_known' | 'accident_amount_not_known'> {
  const refusal = whyNot(record);
  if (refusal) return { ok: false, refusal };
  return accidentBenefit(record.today, latestWage(record));
}

/** JKP from the record: by the newest reported wage of the cards that have it. */
export function jobLossBenefitFrom(
  record: BenefitRecord,
): Result<JobLossBenefit, NotForThis | 'wage_not_known' | 'job_loss_not_in_force'> {
  const refusal = whyNot(record);
  if (refusal) return { ok: false, refusal };
  return jobLossBenefit(
    record.today,
    latestWage(record, ({ hasJobLoss }) => hasJobLoss),
  );
}
