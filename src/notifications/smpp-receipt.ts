import type { SmppUnit } from './smpp-library.ts';

export type SmppReceipt = { readonly providerMessageId: string; readonly arrived: boolean };

const arrivedState = 2;
const lostStates = new Set([3, 4, 5, 8]);
const lostWords = new Set(['EXPIRED', 'DELETED', 'UNDELIV', 'REJECTD']);

/**
 * Reads a delivery receipt out of a deliver_sm: the optional parameters where the centre sends them (SMPP 3.4
 * §5.3.2.12, §5.3.2.35), else the customary text `id:… stat:DELIVRD …` (appendix B). Undefined for anything else,
 * such as a receipt that only says that the message is on its way.
 */
export function readReceipt(unit: SmppUnit): SmppReceipt | undefined {
  const text = String(unit.short_message?.message ?? '');
  const id = unit.receipted_message_id ?? /\bid:(\S+)/i.exec(text)?.[1];
  if (!id) return undefined;
  const word = /\bstat:(\w+)/i.exec(text)?.[1]?.toUpperCase() ?? '';
  const state = unit.message_state;
  if (state === arrivedState || (state === undefined && word === 'DELIVRD'))
    return { providerMessageId: id, arrived: true };
  if (state === undefined ? lostWords.has(word) : lostStates.has(state))
    return { providerMessageId: id, arrived: false };
  return undefined;
}
