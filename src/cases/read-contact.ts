import type { CaseContact } from './types.ts';

const emailShape =
  /^[^\s\p{Cc}\p{Cf}@<>",;:\\]{1,64}@[^\s\p{Cc}\p{Cf}@<>",;:\\[\]]+\.[^\s\p{Cc}\p{Cf}@.<>",;:\\[\]]{2,}$/u;
const longestEmail = 254;

/** Whether an answer can be sent there. */
export const isContact = (typed: string): boolean => typeof readContact(typed) !== 'string';

/** Reads an e-mail address or an Indonesian phone number as it was typed; `none` when nothing was. */
export function readContact(typed: string): CaseContact | 'none' | 'unreadable' {
  const text = typed.trim();
  if (text === '') return 'none';
  if (text.length > longestEmail) return 'unreadable';
  if (emailShape.test(text)) return { channel: 'email', address: text };
  const digits = text.replaceAll(/[\s().-]/g, '').replace(/^(?:\+62|62|0)(?=8)/, '+62');
  return /^\+628\d{7,11}$/.test(digits) ? { channel: 'sms', address: digits } : 'unreadable';
}
