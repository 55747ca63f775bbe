/** One process for several command lines, given as JSON: what each of them ends with and says, as JSON. */
import { runLine } from '../../src/commands/command-line.ts';

const lines = JSON.parse(process.argv[2] ?? '[]') as string[][];
const print = process.stdout.write.bind(process.stdout);
const ended: { code: number; output: string; fault: string }[] = [];
for (const words of lines) {
  const said = { code: 0, output: '', fault: '' };
  const keep = (stream: 'output' | 'fault') =>
    ((text: string) => {
      said[stream] += text;
      return true;
    }) as typeof process.stdout.write;
  process.stdout.write = keep('output');
  process.stderr.write = keep('fault');
  said.code = await runLine(words);
  ended.push(said);
}
print(JSON.stringify(ended), () => process.exit());
