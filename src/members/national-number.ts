import type { Sex } from './types.ts';

export const nationalNumberPattern = /^\d{16}$/;

/**
 * Whether a NIK tells this birth date and sex: digits 7 to 12 are DDMMYY, 40 more on the day for women. The number
 * stays for life when the date is corrected, so a difference is worth a warning and never a refusal.
 */
export function tellsBirth(nationalNumber: string, birthDate: string, sex: Sex): boolean {
  const day = Number(birthDate.slice(8, 10)) + (sex === 'P' ? 40 : 0);
  const told = `${String(day).padStart(2, '0')}${birthDate.slice(5, 7)}${birthDate.slice(2, 4)}`;
  return nationalNumber.slice(6, 12) === told;
}
