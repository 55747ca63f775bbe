import { AppError } from '#kernel';
import { type Counted, addressSubject, networkSubject, takeEach } from '#throttle';
import type { CaseServices } from './types.ts';

/** From where somebody looks or writes. */
export type Asking = { readonly address: string; readonly now: Date };

/** Of looks by number or code: nobody lists the cases by trying. */
export const lookLimits = (address: string): readonly Counted[] => [
  { name: 'case_look_address', subject: addressSubject(address) },
  { name: 'case_look_network', subject: networkSubject(address) },
];

/** Of what strangers write: a carrier puts thousands behind one address, so the narrow one is wide too. */
export const strangerLimits = (address: string): readonly Counted[] => [
  { name: 'case_ask_address', subject: addressSubject(address) },
  { name: 'case_ask_network', subject: networkSubject(address) },
  { name: 'case_ask_everybody', subject: '' },
];

/** Of reports of a death by people who are not signed in: their own, so that nothing else keeps a family waiting. */
export const deathReportLimits = (address: string): readonly Counted[] => [
  { name: 'death_report_address', subject: addressSubject(address) },
  { name: 'death_report_network', subject: networkSubject(address) },
  { name: 'death_report_everybody', subject: '' },
];

export const accountLimits = (accountId: string): readonly Counted[] => [
  { name: 'case_words_account', subject: accountId },
];

/** Takes one of each. Throws AppError `too_many_requests` when one of them is used up. */
export async function takeOrRefuse(
  services: CaseServices,
  counted: readonly Counted[],
  now: Date,
): Promise<void> {
  const answers = await takeEach(services.database, services, counted, now);
  const last = answers.at(-1);
  if (!last || last.allowed) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((last.until.getTime() - now.getTime()) / 1000));
  throw new AppError('too_many_requests', `limit ${counted[answers.length - 1]?.name}`, {
    retryAfterSeconds,
  });
}
