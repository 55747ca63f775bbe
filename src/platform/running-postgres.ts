import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a server may take to start. */
export const startSeconds = 30;

/** The port of a server that a killed process left running or starting, read from its own notes in its data folder. */
export async function runningPort(data: string): Promise<number | undefined> {
  const notes = join(data, 'postmaster.pid');
  const until = Date.now() + startSeconds * 1000;
  for (;;) {
    const { pid, port } = readNotes(notes);
    if (pid === undefined || !isRunning(pid)) return undefined;
    // After a crash of the machine its number may belong to another program, and then the server would refuse to start.
    if (isSomethingElse(pid)) {
      rmSync(notes, { force: true });
      return undefined;
    }
    if (port !== undefined && (await answers(port))) return port;
    if (Date.now() > until) return undefined;
    await sleep(100);
  }
}

/** The first line is its number, the fourth its port; a server that has just begun has not written all lines yet. */
function readNotes(notes: string): { readonly pid?: number; readonly port?: number } {
  try {
    const [pid, , , port] = readFileSync(notes, 'utf8').split('\n');
    return { ...(pid ? { pid: Number(pid) } : {}), ...(port ? { port: Number(port) } : {}) };
  } catch {
    return {};
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process is surely no PostgreSQL that runs; what cannot be told may be one. */
function isSomethingElse(pid: number): boolean {
  try {
    // Empty for a process that has ended and was not fetched by its parent.
    const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return !program.endsWith('postgres');
  } catch {
    return false;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
