import {
  type AccountServices,
  beginDeskWait,
  dropLostFactors,
  liftLock,
  type PrintedSlip,
  printSlip,
  sendDeskReset,
} from '#accounts';
import { ok, refused, type Result } from '#kernel';
import { addJob, type Transaction } from '#platform';
import { noteOutcome, type Proposal, proposalById, takeApproved } from './approvals.ts';
import type { DeskOfficer, DeskServices } from './officer.ts';
import { type Apply, applyDeathStepTask, deathActs, isDeathStep, writesRegister } from './death-acts.ts';
import { isRemedy, type RemedyName } from './remedies.ts';

type OfAccount = Proposal & { readonly accountId: string };
type Carry = (services: AccountServices, tx: Transaction, proposal: OfAccount, now: Date) => Promise<string>;

const wait =
  (kind: 'factor' | 'desk_factor' | 'desk_lock'): Carry =>
  (services, tx, { accountId, content }, now) => {
    const { channel, address = '' } = content;
    const newAddress =
      kind === 'factor' ? ({ channel: channel === 'email' ? 'email' : 'sms', address } as const) : undefined;
    return beginDeskWait(services, tx, { accountId, kind, newAddress, now });
  };

/** How the worker carries each remedy out; a slip is printed instead. */
const carry: Readonly<Partial<Record<RemedyName, Carry>>> = {
  unlock: (services, tx, { accountId }, now) => liftLock(services, tx, { accountId, withCap: false, now }),
  reset_link: (services, tx, { accountId }, now) => sendDeskReset(services, tx, accountId, now),
  factor: (services, tx, { accountId, content }, now) =>
    dropLostFactors(services, tx, { accountId, one: content['authenticatorId'], mayBeLast: false, now }),
  last_factor: wait('desk_factor'),
  contact: wait('factor'),
  lock_cap: wait('desk_lock'),
};

type Payload = { readonly proposalId: string };

/**
 * Carries out what was approved, once, however often the job runs: the rights to do it are the worker's, so that no face, and
 * no officer's session, can lift a lock or take a factor away by itself. What writes to the register goes on to a job that
 * waits while the records are read-only.
 */
export async function applyProposal(services: AccountServices, { proposalId }: Payload): Promise<void> {
  const { database, keys } = services;
  const found = await proposalById(database, keys, proposalId);
  if (found && writesRegister(found.kind))
    return database.transaction((tx) => addJob(tx, applyDeathStepTask, { proposalId }));
  const act = found && actFor(found.kind);
  // What is printed, or another room's, is not this job's.
  if (!act) return;
  await carryOut(services, proposalId, act);
}

/** The same for what writes to the register; nothing for anything else. */
export async function applyDeathStep(services: AccountServices, { proposalId }: Payload): Promise<void> {
  const found = await proposalById(services.database, services.keys, proposalId);
  const act = found && writesRegister(found.kind) && actFor(found.kind);
  if (act) await carryOut(services, proposalId, act);
}

async function carryOut(services: AccountServices, proposalId: string, act: Apply): Promise<void> {
  const now = services.clock.now();
  await services.database.transaction(async (tx) => {
    const proposal = await takeApproved(services, tx, proposalId, now);
    if (proposal) await noteOutcome(tx, proposalId, await act(services, tx, proposal, now));
  });
}

function actFor(kind: string): Apply | undefined {
  if (isDeathStep(kind)) return deathActs[kind];
  const remedy = isRemedy(kind) ? carry[kind] : undefined;
  return (
    remedy &&
    ((services, tx, { accountId, ...proposal }, now) =>
      accountId === undefined
        ? Promise.resolve('nothing')
        : remedy(services, tx, { ...proposal, accountId }, now))
  );
}

/** `not-yours`: only whoever approved it prints it, who is never the one that made the check; `printed`: once. */
export type PrintRefusal = 'not-yours' | 'printed';

/** Makes the code of an approved slip for the page that is printed. Of several at once one gets it. */
export async function printApprovedSlip(
  services: DeskServices,
  officer: DeskOfficer,
  proposalId: string,
): Promise<Result<PrintedSlip, PrintRefusal>> {
  const { database, keys, clock } = services;
  const now = clock.now();
  const found = await proposalById(database, keys, proposalId);
  if (found?.kind !== 'slip' || !found.approved || found.decidedBy !== officer.officerId)
    return refused('not-yours');
  return database.transaction(async (tx): Promise<Result<PrintedSlip, PrintRefusal>> => {
    const taken = await takeApproved(services, tx, proposalId, now);
    const slip =
      taken?.accountId !== undefined &&
      (await printSlip(services, tx, {
        accountId: taken.accountId,
        proposalId,
        printedBy: officer.officerId,
        now,
      }));
    if (!slip) return refused('printed');
    await noteOutcome(tx, proposalId, 'done');
    return ok(slip);
  });
}
