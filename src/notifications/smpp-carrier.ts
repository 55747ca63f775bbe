import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Carrier,
  CarrierError,
  carrierName,
  type ErrorClass,
  type Handover,
  type Outgoing,
  type Receipt,
  within,
} from './carrier.ts';
import { gsmLength } from './gsm.ts';
import { openLine } from './smpp-line.ts';
import { readReceipt } from './smpp-receipt.ts';
import { type SmppFields, smppStatus, type SmppUnit } from './smpp-library.ts';

export type SmppOptions = {
  readonly url: URL;
  readonly sender: string;
  readonly timeoutSeconds: number;
  /** False when no message of ours is known by that id (yet). */
  readonly onReceipt: (receipt: Receipt) => Promise<boolean>;
};

/** SMS over SMPP 3.4 (`smpp:`, or `ssmpp:` over TLS), one transceiver session, with delivery receipts. */
export function smppCarrier(options: SmppOptions): Carrier {
  const name = carrierName(options.url);
  const line = openLine({ ...options, onDeliver: (unit) => takeReceipt(name, unit, options.onReceipt) });
  // Connecting, binding and asking together.
  const inTime = <Value>(work: Promise<Value>) => within(options.timeoutSeconds, work);
  return {
    name,
    channel: 'sms',
    handOver: async (message) => {
      try {
        return toHandover(await inTime(line.ask('submit_sm', submission(options.sender, message))));
      } catch (error) {
        return { kind: 'unavailable', error: errorClass(error) };
      }
    },
    check: async () => {
      try {
        await inTime(line.ask('enquire_link', {}));
        return undefined;
      } catch (error) {
        return errorClass(error);
      }
    },
    close: () => line.close(),
  };
}

function errorClass(error: unknown): ErrorClass {
  return error instanceof CarrierError ? error.kind : 'unreachable';
}

const international = { ton: 1, npi: 1 };
const alphanumeric = { ton: 5, npi: 0 };
const defaultAlphabet = 0;
const ucs2 = 8;
const longestUcs2 = 70;

/** The fields of submit_sm (SMPP 3.4 §4.4). The centre gives the message up when its life is over. */
function submission(sender: string, message: Outgoing): SmppFields {
  const cheap = gsmLength(message.text) !== undefined;
  const long = cheap ? message.text.length > 160 : message.text.length > longestUcs2;
  const numeric = /^\+?\d+$/.test(sender);
  const from = numeric ? international : alphanumeric;
  return {
    source_addr_ton: from.ton,
    source_addr_npi: from.npi,
    source_addr: sender.replace(/^\+/, ''),
    dest_addr_ton: international.ton,
    dest_addr_npi: international.npi,
    destination_addr: message.to.replace(/^\+/, ''),
    validity_period: message.expiresAt,
    registered_delivery: 1,
    data_coding: cheap ? defaultAlphabet : ucs2,
    // A text of more than one part goes in a parameter of its own, and the centre cuts it (§5.3.2.32).
    ...(long ? { short_message: '', message_payload: message.text } : { short_message: message.text }),
  };
}

function toHandover(answer: SmppUnit): Handover {
  switch (answer.command_status) {
    case smppStatus.ok:
      return { kind: 'accepted', providerMessageId: answer.message_id };
    case smppStatus.invalidDestination:
      return { kind: 'refused', error: 'recipient_refused' };
    case smppStatus.throttled:
    case smppStatus.queueFull:
      return { kind: 'unavailable', error: 'busy' };
    default:
      return { kind: 'unavailable', error: 'refused_us' };
  }
}

/** A receipt may overtake the answer to its own submit_sm: it waits a little before it is sent back for later. */
async function takeReceipt(
  provider: string,
  unit: SmppUnit,
  onReceipt: SmppOptions['onReceipt'],
): Promise<boolean> {
  const receipt = readReceipt(unit);
  if (!receipt) return true;
  for (const pauseMs of [200, 800, 2000]) {
    if (await onReceipt({ provider, ...receipt })) return true;
    await sleep(pauseMs);
  }
  return onReceipt({ provider, ...receipt });
}
