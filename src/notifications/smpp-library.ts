import { createRequire } from 'node:module';
import type { EventEmitter } from 'node:events';
import type { Server } from 'node:net';

/** The part of the untyped library `smpp` that is used here; SMPP 3.4 names. */
export type SmppUnit = {
  readonly command: string;
  readonly command_status: number;
  readonly system_id?: string;
  readonly password?: string;
  readonly message_id?: string;
  readonly source_addr?: string;
  readonly destination_addr?: string;
  readonly registered_delivery?: number;
  readonly data_coding?: number;
  readonly short_message?: { readonly message: string | Buffer };
  readonly message_payload?: { readonly message: string | Buffer };
  readonly receipted_message_id?: string;
  readonly message_state?: number;
  response(fields?: SmppFields): SmppUnit;
};

export type SmppFields = Readonly<Record<string, string | number | Date>>;
type Answered = (response: SmppUnit) => void;
type Request = (fields: SmppFields, answered?: Answered) => boolean;

export type SmppSession = EventEmitter & {
  /** False when the socket cannot be written to. */
  send(unit: SmppUnit): boolean;
  readonly bind_transceiver: Request;
  readonly submit_sm: Request;
  readonly deliver_sm: Request;
  readonly enquire_link: Request;
  readonly unbind: Request;
  close(): void;
  destroy(): void;
};

type SmppLibrary = {
  connect(options: { readonly host: string; readonly port: number; readonly tls: boolean }): SmppSession;
  createServer(onSession: (session: SmppSession) => void): Server;
};

const require = createRequire(import.meta.url);

export const smpp = require('smpp') as SmppLibrary;

/** SMPP 3.4 §5.1.3, the few that are told apart. */
export const smppStatus = {
  ok: 0x00,
  bindFailed: 0x0d,
  invalidPassword: 0x0e,
  invalidDestination: 0x0b,
  queueFull: 0x14,
  throttled: 0x58,
  temporaryError: 0x64,
} as const;
