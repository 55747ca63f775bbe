import { parseRupiah } from '#kernel';
import type { FilingReason } from './reasons.ts';

/** The largest wage that is believed, as in files of contributions: 10^12 rupiah. */
const largestWage = 1_000_000_000_000n;

/**
 * A month's wage as people and programs write it: `4250000`, `4.250.000`, `Rp4.250.000,00`, `4,250,000.00`, `4250000.00`.
 * Yields its digits; nothing is a wage only where it takes a month back. `4.250` and `4,250` are refused: thousands to one spreadsheet, a fraction to another.
 */
export function readWage(
  text: string,
  takesBack: boolean,
): { readonly digits: string } | { readonly reason: FilingReason } {
  const plain = text.trim();
  if (plain === '') return { reason: 'wage_missing' };
  const bare = plain.replace(/^rp\.?\s*/i, '');
  if (/^\d{1,3}[.,]\d{3}$/.test(bare) || /^\d{1,3}([.,])\d{3}(\1\d{3})*(?!\1)[.,]\d{3}$/.test(bare))
    return { reason: 'wage_ambiguous' };
  // No wage has so many digits, and a part of them would be another one.
  if (bare.length > 40) return { reason: /^\d+$/.test(bare) ? 'wage_too_large' : 'wage_not_whole_rupiah' };
  const wage = /^\d+$/.test(bare) ? BigInt(bare) : parseRupiah(withoutCents(bare));
  if (wage === undefined) return { reason: 'wage_not_whole_rupiah' };
  if (wage === 0n && !takesBack) return { reason: 'wage_zero' };
  return wage > largestWage ? { reason: 'wage_too_large' } : { digits: String(wage) };
}

/** `.00` behind digits that are not grouped by dots; `,00` is known to everybody here. */
const withoutCents = (text: string) => text.replace(/^([\d,\s]+)\.00$/, '$1').replace(/^(\d+),00$/, '$1');
