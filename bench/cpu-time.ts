import { readdirSync, readFileSync } from 'node:fs';

/** Of Linux on every machine that Node runs on. */
const ticksPerSecond = 100;

type Process = { readonly parent: number; readonly own: number; readonly ofEndedChildren: number };

/** Fields 4 (parent), 14–15 (own time) and 16–17 (time of children that ended) of /proc/PID/stat, proc(5). */
function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (number: number) => Number(fields[number - 3]);
    return { parent: field(4), own: field(14) + field(15), ofEndedChildren: field(16) + field(17) };
  } catch {
    return undefined;
  }
}

/** CPU seconds of a process, user and system, since it started. Needs /proc, so Linux. */
export function cpuSeconds(pid: number): number {
  const found = readProcess(pid);
  if (!found) throw new Error(`CPU time is read from /proc/${pid}/stat, which is not there`);
  return found.own / ticksPerSecond;
}

/** CPU seconds of a process and all its children, also of those that have ended. */
export function familyCpuSeconds(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((entry) => entry?.parent === pid);
  const ended = readProcess(pid)?.ofEndedChildren ?? 0;
  const living = children.reduce((sum, child) => sum + (child?.own ?? 0) + (child?.ofEndedChildren ?? 0), 0);
  return cpuSeconds(pid) + (ended + living) / ticksPerSecond;
}
