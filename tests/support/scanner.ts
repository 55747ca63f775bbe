import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The file of the European Institute for Computer Antivirus Research, which every scanner knows and nobody is hurt by. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Plays clamd on a Unix socket, with the protocol of its manual: INSTREAM, VERSION, and its own limit of size. */
export async function playScanner(mostBytes = 25_000_000) {
  const path = join(mkdtempSync(join(tmpdir(), 'scanner-')), 'clamd.ctl');
  const scanned: Buffer[] = [];
  const serve = (socket: Socket) => {
    let come = Buffer.alloc(0);
    socket.on('error', () => {});
    const answer = (text: string) => socket.end(`${text}\0`);
    socket.on('data', (piece: Buffer) => {
      come = Buffer.concat([come, piece]);
      const end = come.indexOf(0);
      if (end < 0 || socket.writableEnded) return;
      const command = come.subarray(0, end).toString();
      if (command === 'zVERSION') answer('ClamAV 1.4.3/27800/Mon Nov 23 08:00:00 2026');
      else if (command !== 'zINSTREAM') answer('UNKNOWN COMMAND');
      else {
        const file = streamIn(come.subarray(end + 1));
        if (file.bytes.length > mostBytes) answer('INSTREAM size limit exceeded. ERROR');
        else if (file.whole) {
          scanned.push(file.bytes);
          answer(file.bytes.includes(eicar) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK');
        }
      }
    });
  };
  const server = createServer(serve);
  const open = async () => {
    server.listen(path);
    await once(server, 'listening');
  };
  const close = async () => {
    server.close();
    await once(server, 'close');
  };
  await open();
  return { address: `unix:${path}`, scanned, open, close };
}

/** The pieces of a stream, each behind its length; whole once the piece of no bytes has come. */
function streamIn(sent: Buffer): { readonly bytes: Buffer; readonly whole: boolean } {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 4 <= sent.length;) {
    const length = sent.readUInt32BE(at);
    if (length === 0) return { bytes: Buffer.concat(pieces), whole: true };
    pieces.push(sent.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return { bytes: Buffer.concat(pieces), whole: false };
}
