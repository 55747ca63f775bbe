import { record } from '#activity';
import type { Result } from '#kernel';
import { decide, type DecideRefusal, type NewProposal, type Proposal, propose } from './approvals.ts';
import type { DeskOfficer, DeskServices } from './officer.ts';

/** Puts a proposal of the desk down, with its entry in the activity. */
export function proposeOnRecord(
  services: DeskServices,
  proposal: NewProposal,
  { byJob, caseNumber }: { readonly byJob: boolean; readonly caseNumber: string },
): Promise<string> {
  const { kind, askedBy, accountId, personId, now } = proposal;
  return services.database.transaction(async (tx) => {
    const proposalId = await propose(services, tx, proposal, byJob);
    await record(tx, {
      event: 'remedy_proposed',
      actor: { kind: 'officer', accountId: askedBy },
      accountId,
      personId,
      at: now,
      details: { remedy: kind, case: caseNumber },
    });
    return proposalId;
  });
}

/** What the second officer said of it, with its entry in the activity: once. */
export function decideOnRecord(
  services: DeskServices,
  { officerId }: DeskOfficer,
  proposalId: string,
  { approved, byJob }: { readonly approved: boolean; readonly byJob: boolean },
): Promise<Result<Proposal, DecideRefusal>> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const decided = await decide(services, tx, { proposalId, officerId, approved, byJob, now });
    if (!decided.ok) return decided;
    const { accountId, personId, kind } = decided.value;
    await record(tx, {
      event: approved ? 'remedy_approved' : 'remedy_refused',
      actor: { kind: 'officer', accountId: officerId },
      accountId,
      personId,
      at: now,
      details: { remedy: kind },
    });
    return decided;
  });
}
