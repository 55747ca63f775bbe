import { refused, type Result } from '#kernel';
import { closeYear, type CloseOptions, type CloseRefusal, type YearTotals } from '#ledger';
import type { Database } from '#platform';
import { declaredReturnOf } from './declared-returns.ts';
import { termsOf } from './return-methods.ts';

const accounts = { fund: 'JHT', returns: 'returns:JHT', rounding: 'rounding:JHT' } as const;

/**
 * Credits the declared return of a year to every JHT savings account and closes the year (`closeYear` of the ledger:
 * in parts, going on where it was stopped, once whoever calls). Each member's return is rounded down to the rupiah;
 * the whole rupiah that this leaves go to `rounding:JHT`, so that `returns:JHT` gives the exact sum.
 */
export async function creditReturns(
  database: Database,
  year: number,
  options: Omit<CloseOptions, 'accounts'>,
): Promise<Result<YearTotals, CloseRefusal | { readonly reason: 'not_declared' }>> {
  const declared = await declaredReturnOf(database, year, 'declared');
  if (!declared) return refused({ reason: 'not_declared' });
  return closeYear(database, termsOf(year, declared.rate, declared.method), { ...options, accounts });
}
