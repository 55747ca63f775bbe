import { runLine } from './commands/command-line.ts';

const code = await runLine(process.argv.slice(2));
process.exitCode = code;
// A command that failed may have left something open that would keep the process.
if (code !== 0) process.exit();
