import { contributionHistory, savingsMovements, savingsOf } from '#contributions';
import type { IsoDate } from '#kernel';
import type { Executor } from '#platform';
import { allPages, type Part } from './copy-loose.ts';

export async function contributionsPart(
  tx: Executor,
  personId: string,
  today: IsoDate,
): Promise<Part<'contributions'>> {
  const rows = await allPages((page) => contributionHistory(tx, personId, today, {}, page));
  return rows.map((row) => ({
    month: row.month,
    memberNumber: row.memberNumber,
    employer: row.employerName,
    state: row.state,
    wage: row.wage === undefined ? undefined : Number(row.wage),
    shares: row.shares.map(({ programme, employeeShare, employerShare }) => ({
      programme,
      employee: Number(employeeShare),
      employer: Number(employerShare),
    })),
    reportedOn: row.reportedOn,
    billedOn: row.billedOn,
    dueOn: row.dueOn,
    paidOn: row.paidOn,
    postedOn: row.postedOn,
    correctedOn: row.correctedOn,
  }));
}

export async function savingsPart(tx: Executor, personId: string, today: IsoDate): Promise<Part<'savings'>> {
  const { balance } = await savingsOf(tx, personId, today);
  const rows = await allPages((page) => savingsMovements(tx, personId, page));
  return {
    balance: Number(balance),
    movements: rows.map((row) => ({
      postedOn: row.postedOn,
      kind: row.kind,
      month: row.month,
      employer: row.employerName,
      amount: Number(row.amount),
      balanceAfter: Number(row.balanceAfter),
    })),
  };
}
