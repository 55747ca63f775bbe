import type { Channel } from './message.ts';

/** Why a hand-over did not succeed: a closed list, never the provider's own words, which may quote an address. */
export type ErrorClass =
  | 'not_configured'
  | 'unreachable'
  | 'timed_out'
  | 'busy'
  | 'refused_us'
  | 'recipient_refused'
  | 'not_understood'
  | 'not_delivered';

/** One message as a provider gets it. */
export type Outgoing = {
  readonly messageId: string;
  readonly reference: string;
  readonly to: string;
  readonly subject: string | undefined;
  readonly text: string;
  readonly expiresAt: Date;
};

export type Handover =
  | { readonly kind: 'accepted'; readonly providerMessageId: string | undefined }
  /** This address or text is refused for good; another provider may still take it. */
  | { readonly kind: 'refused'; readonly error: ErrorClass }
  /** Not now, or not by this provider. */
  | { readonly kind: 'unavailable'; readonly error: ErrorClass };

/** A provider of one channel. */
export type Carrier = {
  /** Protocol and host, without user or password. */
  readonly name: string;
  readonly channel: Channel;
  /** Never rejects; answers within the time-out. */
  handOver(message: Outgoing): Promise<Handover>;
  /** Connects and logs in as a hand-over would; undefined when that works. */
  check(): Promise<ErrorClass | undefined>;
  close(): Promise<void>;
};

/** A receipt as a provider sends it, by the provider's own id of the message. */
export type Receipt = {
  readonly provider: string;
  readonly providerMessageId: string;
  readonly arrived: boolean;
};

/** A hand-over that went wrong inside a carrier. */
export class CarrierError extends Error {
  readonly kind: ErrorClass;

  constructor(kind: ErrorClass) {
    super(kind);
    this.name = 'CarrierError';
    this.kind = kind;
  }
}

export function carrierName(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

/** The work's value, or a CarrierError `timed_out`. What goes on behind the time-out is let go. */
export async function within<Value>(seconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CarrierError('timed_out')), seconds * 1000);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
