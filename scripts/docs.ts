/** Writes docs/journeys.md, docs/benefits.md, docs/assessment.md and the generated parts of docs/operations.md. npm run docs */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  claimJourney,
  journey,
  openRecoveryStates,
  recoveryJourney,
  recoveryLadder,
  recoveryWaits,
  standsStill,
} from '#accounts';
import { caseJourney } from '#cases';
import { copyShape, correctionJourney } from '#privacy';
import { readConfig, settings } from '#platform';
import { z } from 'zod';
import { commands as namedCommands } from '../src/commands/commands.ts';
import { benefitsPage } from './benefits-page.ts';
import { exitCodes, exitMeanings } from '../src/commands/exit-codes.ts';
import { assessmentFile, assessmentPage } from './docs-assessment.ts';
import { fieldsFile, fieldsPage } from './docs-fields.ts';

const file = join(import.meta.dirname, '../docs/operations.md');
export const copySchemaFile = join(import.meta.dirname, '../docs/data-copy.schema.json');
export const journeysFile = join(import.meta.dirname, '../docs/journeys.md');
export const benefitsFile = join(import.meta.dirname, '../docs/benefits.md');
export { benefitsPage };
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function settingsTable(): string {
  const rows = Object.entries(settings).map(([name, setting]) => {
    const parsed = setting.type.safeParse(undefined);
    const value = parsed.success ? parsed.data : undefined;
    const shown = value === undefined ? '' : value === true ? 'on' : value === false ? 'off' : String(value);
    return `| \`${name}\`${'secret' in setting ? ' (or `_FILE`)' : ''} | ${shown === '' ? '' : `\`${cell(shown)}\``} | ${cell(setting.about)} |`;
  });
  return ['| setting | default | for |', '|---|---|---|', ...rows].join('\n');
}

const commands = await Promise.all(
  Object.entries(namedCommands).map(
    async ([name, { summary, load }]) => [name, { summary, ...(await load()) }] as const,
  ),
);

function commandTable(): string {
  const rows = commands.flatMap(([name, command]) =>
    command.usage.map(
      (form, index) =>
        `| \`./goid ${name}${form ? ` ${cell(form)}` : ''}\` | ${index === 0 ? cell(command.summary) : ''} |`,
    ),
  );
  return ['| command | does |', '|---|---|', ...rows].join('\n');
}

/** Each command's options in one cell, what they take behind them. */
function optionTable(): string {
  const rows = commands
    .filter(([, { options = {} }]) => Object.keys(options).length > 0)
    .map(([name, { options = {} }]) => {
      const each = Object.entries(options).map(
        ([option, { takes, about }]) => `\`--${option}${takes ? ` ${takes}` : ''}\` ${cell(about)}`,
      );
      return `| \`${name}\` | ${each.join('<br>')} |`;
    });
  return ['| command | options |', '|---|---|', ...rows].join('\n');
}

function exitTable(): string {
  const rows = Object.entries(exitMeanings).map(
    ([name, meaning]) => `| ${exitCodes[name as keyof typeof exitCodes]} | ${cell(meaning)} |`,
  );
  return ['| code | meaning |', '|---|---|', ...rows].join('\n');
}

/** Ports of what a later release brings; nothing listens there yet. */
const later = new Set(['api', 'example']);

function portTable(): string {
  const { ports, PORT_BASE } = readConfig({});
  const rows = Object.entries(ports).map(
    ([name, port]) =>
      `| ${name}${later.has(name) ? ' (kept for later)' : ''} | ${port} | +${port - PORT_BASE} |`,
  );
  return ['| what | default port | from PORT_BASE |', '|---|---|---|', ...rows].join('\n');
}

const parts: Readonly<Record<string, () => string>> = {
  settings: settingsTable,
  commands: () => `${commandTable()}\n\n${optionTable()}`,
  'exit codes': exitTable,
  ports: portTable,
};

/** The page with each generated part made anew between its marks. */
export function regenerated(text: string): string {
  let page = text;
  for (const [name, make] of Object.entries(parts)) {
    const [start, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`];
    const [from, to] = [page.indexOf(start), page.indexOf(end)];
    if (from < 0 || to < 0) throw new Error(`docs/operations.md has no marks for ${name}`);
    page = `${page.slice(0, from)}${start}\n${make()}\n${page.slice(to)}`;
  }
  return page;
}

/** The journeys as pictures, drawn from the tables that the program runs on. */
export function journeysPage(): string {
  return [
    '# Journeys',
    '',
    'Drawn by `npm run docs` from the tables that the program runs on, so that picture and program cannot differ.',
    '',
    '## Signing in',
    'What stands at one interaction (`src/accounts/journey.ts`). A password may be typed again at any time, because people go back. At `new-password` the old password may not be kept; at `reset-due` it is worth nothing by itself, because the owner said "this was not me" or because a leaked one was typed on an unknown device. Only from `done` is a session opened, once. The statements that move an attempt take the states they check and write from this table.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> none',
    ...linesOf(journey),
    '```',
    '',
    '## Opening an account',
    'What stands at one registration (`src/accounts/claim-journey.ts`). Whoever is on the register and whoever is not stand in `code` alike; only a code that reached the contact on the register leads on.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> none',
    ...linesOf(claimJourney),
    '```',
    '',
    '## Getting back in without the second factor',
    'Whoever has another way that still works shows it at `second-factor` above. For the others there is the ladder, the quickest rung first; the verbs ask the same table where somebody stands (`src/accounts/recovery-journey.ts`).',
    '',
    '```mermaid',
    'flowchart LR',
    ...ladderLines(),
    '```',
    '',
    ...Object.entries(recoveryWaits).map(
      ([kind, setting]) => `- a recovery of the ${kind} waits ${hoursOf(setting)} hours (\`${setting}\`)`,
    ),
    '',
    `An account has one open recovery at most. While it is ${openRecoveryStates.map((name) => `\`${name}\``).join(' or ')} the account is read-only. This stands still:`,
    '',
    ...standsStill.map((what) => `- ${what}`),
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> none',
    ...linesOf(recoveryJourney),
    '```',
    '',
    '## A case',
    'What people ask, report and comment (`src/cases/case-journey.ts`). In `open` support has to act, `answered` waits for the member. Whoever writes again opens it again, under the same number.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> none',
    ...linesOf(caseJourney),
    '```',
    '',
    '## A request to correct the register',
    'Name, birth date, NIK or the family on record (`src/privacy/correction-journey.ts`). In `sent` the legal clock runs; one officer proposes and another agrees, which leads to `decided`; then the worker carries it out.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> none',
    ...linesOf(correctionJourney),
    '```',
    '',
    ...mergingLines,
  ].join('\n');
}

const mergingLines = [
  '## Two records of one person',
  'A case of kind `merging` opens by itself when a correction asks for a NIK that another record holds, or an officer opens it from another case of the member (`src/privacy/merging-desk.ts`). One officer finds the other record and proposes which one stays; another agrees. Then it waits for DESK_WAIT_SECONDS (`waiting`), and every address of both accounts is told: any of them stops it (`stopped`). The worker looks at all conditions again and makes one record of two (`done`), or, when something came up, leaves both as they are (`refused`), for officers to look at. The member reads the outcome in the case.',
  '',
];

const hoursOf = (setting: (typeof recoveryWaits)[keyof typeof recoveryWaits]) =>
  readConfig({})[setting] / 3600;

/** An arrow to each rung with all that it needs. */
function ladderLines(): string[] {
  return recoveryLadder.map(({ rung, needs, waits }) => {
    const wait = waits ? `["${rung}: ${hoursOf(recoveryWaits[waits])} hours"]` : '';
    return `  no_second_factor -->|${needs.join(' and ') || 'nothing'}| ${rung}${wait}`;
  });
}

/** One arrow for each event of each state. */
function linesOf(table: Readonly<Record<string, Readonly<Partial<Record<string, string>>>>>): string[] {
  return Object.entries(table).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to = '']) => `  ${state(from)} --> ${state(to)}: ${event}`),
  );
}

const state = (name: string) => name.replaceAll('-', '_');

/** The shape of a member's copy, for whoever reads it by machine. */
export const copySchema = () => `${JSON.stringify(z.toJSONSchema(copyShape), null, 2)}\n`;

if (import.meta.main) {
  writeFileSync(copySchemaFile, copySchema());
  writeFileSync(file, regenerated(readFileSync(file, 'utf8')));
  writeFileSync(journeysFile, journeysPage());
  writeFileSync(benefitsFile, benefitsPage());
  writeFileSync(assessmentFile, assessmentPage());
  writeFileSync(fieldsFile, fieldsPage());
}
