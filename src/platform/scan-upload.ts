import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import type { Config } from './config.ts';

/** What the scanner said of a file; `away` when it cannot be asked, or says neither. */
export type ScanVerdict = 'clean' | 'infected' | 'away';

type Scanner = Pick<Config, 'UPLOAD_SCANNER' | 'UPLOAD_SCANNER_SECONDS'>;
type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** The protocol of clamd (its manual, clamd(8)): a command that ends in NUL, an answer that ends in NUL. */
const streamCommand = 'zINSTREAM\0';
const versionCommand = 'zVERSION\0';
const longestAnswer = 4096;
const found = ' FOUND';

/**
 * Asks clamd whether a file holds anything that is known to be harmful (`INSTREAM`: pieces, each behind its length in four
 * bytes, and a piece of no bytes at the end). Without UPLOAD_SCANNER every file is clean. No verdict is no clean file.
 */
export async function scanUpload(config: Scanner, file: Pieces): Promise<ScanVerdict> {
  if (config.UPLOAD_SCANNER === undefined) return 'clean';
  const answer = await converse(config, streamCommand, file).catch(() => '');
  if (answer === 'stream: OK') return 'clean';
  return answer.endsWith(found) ? 'infected' : 'away';
}

/** The scanner's program and signatures, as it tells them; throws when it does not answer. */
export async function scannerVersion(config: Scanner): Promise<string> {
  const answer = await converse(config, versionCommand, []);
  if (answer === '') throw new Error('no answer');
  return answer;
}

async function converse(config: Scanner, command: string, file: Pieces): Promise<string> {
  const socket = createConnection(addressOf(config.UPLOAD_SCANNER ?? ''));
  const late = setTimeout(() => socket.destroy(new Error('too late')), config.UPLOAD_SCANNER_SECONDS * 1000);
  const answer = readAnswer(socket);
  // A scanner that has answered before the end, because of the size, hangs up while we still write.
  const whole = send(socket, command, file).then(
    () => true,
    () => false,
  );
  const told = await answer.finally(() => {
    clearTimeout(late);
    socket.destroy();
  });
  // What is said before the end of a file says nothing of the rest, unless something was found.
  return (await whole) || told.endsWith(found) ? told : '';
}

async function send(socket: Socket, command: string, file: Pieces): Promise<void> {
  await write(socket, Buffer.from(command));
  if (command !== streamCommand) return;
  for await (const piece of file) if (piece.length > 0) await write(socket, lengthOf(piece), piece);
  await write(socket, Buffer.alloc(4));
}

function lengthOf(piece: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(piece.length);
  return length;
}

async function write(socket: Socket, ...parts: readonly Uint8Array[]): Promise<void> {
  // A socket that is gone already tells nothing more, and would be waited for without end.
  if (socket.destroyed) throw new Error('the scanner hung up');
  let ready = true;
  for (const part of parts) ready = socket.write(part);
  if (!ready && !socket.destroyed) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
}

/** Up to the NUL, or to the end; rejects when the line breaks. */
async function readAnswer(socket: Socket): Promise<string> {
  let answer = '';
  for await (const piece of socket) {
    answer += String(piece);
    if (answer.includes('\0') || answer.length > longestAnswer) break;
  }
  return answer.split('\0')[0]?.trim() ?? '';
}

/** `unix:/run/clamav/clamd.ctl`, or `host:port`. */
function addressOf(scanner: string) {
  if (scanner.startsWith('unix:')) return { path: scanner.slice('unix:'.length) };
  const colon = scanner.lastIndexOf(':');
  return {
    host: scanner.slice(0, colon).replaceAll(/^\[|\]$/g, ''),
    port: Number(scanner.slice(colon + 1)),
  };
}
