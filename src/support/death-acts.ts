import { type AccountServices, freezeForDeath, freezeOf, liftFreeze } from '#accounts';
import { record } from '#activity';
import { caseById, linkCaseToPerson } from '#cases';
import { noteDeath } from '#members';
import { isIsoDate } from '#kernel';
import type { Transaction } from '#platform';
import type { Proposal } from './approvals.ts';

/**
 * `match_death`: whom a report with a wrong birth date is about, by two. `freeze_death`: one officer, who looked into the
 * report, makes the account stand still. `confirm_death` (the day of death on the register) and `lift_freeze` (the report was
 * wrong) need two.
 */
export const deathSteps = ['match_death', 'freeze_death', 'confirm_death', 'lift_freeze'] as const;
export type DeathStep = (typeof deathSteps)[number];

export const isDeathStep = (name: string): name is DeathStep =>
  (deathSteps as readonly string[]).includes(name);

/** Task name of the job that carries out those that write to the register; it waits while the records are read-only. */
export const applyDeathStepTask = 'support.apply_death_step';

/** The freeze touches the account alone and a match the case, and neither waits. */
export const writesRegister = (kind: string): boolean => kind === 'confirm_death' || kind === 'lift_freeze';

export type Apply = (
  services: AccountServices,
  tx: Transaction,
  proposal: Proposal,
  now: Date,
) => Promise<string>;

/** How the worker carries each out; the rights to do it are the worker's alone. */
export const deathActs: Readonly<Record<DeathStep, Apply>> = {
  match_death: async (_services, tx, { caseId, personId }) =>
    personId !== undefined && (await linkCaseToPerson(tx, caseId, personId)) ? 'done' : 'nothing',
  freeze_death: async (services, tx, { accountId, personId, caseId, askedBy }, now) =>
    freezeForDeath(services, tx, {
      accountId,
      personId,
      caseId,
      caseNumber: await numberOf(tx, caseId),
      officerId: askedBy,
      now,
    }),
  confirm_death: confirm,
  lift_freeze: lift,
};

const numberOf = async (tx: Transaction, caseId: string) => (await caseById(tx, caseId))?.caseNumber ?? '';

async function confirm(
  _services: AccountServices,
  tx: Transaction,
  { accountId, personId, caseId, content, decidedBy = '' }: Proposal,
  now: Date,
): Promise<string> {
  const { diedOn = '' } = content;
  const freeze = await freezeOf(tx, { accountId, personId });
  // Somebody said meanwhile that it is wrong: that is looked into first.
  if (!freeze || freeze.objectedAt) return 'nothing';
  if (personId === undefined || !isIsoDate(diedOn) || !(await noteDeath(tx, personId, diedOn)))
    return 'nothing';
  await record(tx, {
    event: 'death_noted',
    actor: { kind: 'officer', accountId: decidedBy },
    accountId,
    personId,
    at: now,
    details: { case: await numberOf(tx, caseId) },
  });
  return 'done';
}

/** Both at once: the day of death leaves the register, and the account is open again. */
async function lift(
  services: AccountServices,
  tx: Transaction,
  { accountId, personId, caseId, askedBy, decidedBy = '' }: Proposal,
  now: Date,
): Promise<string> {
  if (personId !== undefined) await noteDeath(tx, personId, undefined);
  const caseNumber = await numberOf(tx, caseId);
  return liftFreeze(services, tx, { accountId, personId, officers: [askedBy, decidedBy], caseNumber, now });
}
