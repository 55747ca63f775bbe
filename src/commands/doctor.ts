import { type DayBudget, dayBudgets, isNearlyUsedUp } from '#accounts';
import { systemClock } from '#kernel';
import { testProviders } from '#notifications';
import { ConfigError, holdsDemonstration, openDatabase, schemaState } from '#platform';
import type { Command, CommandInput } from './command.ts';
import { examineCertificates } from './doctor-certificates.ts';
import { examineBreachedList, examineHeads } from './doctor-files.ts';
import {
  examineKeyAges,
  examineKeys,
  examineLogin,
  examineRoles,
  examineSecretFiles,
  type Finding,
} from './doctor-rights.ts';
import { examineScanner } from './doctor-scanner.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { servable, type Servable } from './faces.ts';
import { openConfiguredDatabase, type OpenedDatabase, openKeyRing } from './home.ts';
import { runningPortBase } from './running.ts';
import { withProviders } from './providers.ts';

const clockToleranceSeconds = 5;

export const doctorCommand: Command = {
  takesWords: true,
  usage: ['', `[${servable.join('|')}] …`],
  options: { json: { about: 'Prints the findings as JSON.' } },
  details: 'With the names of faces it asks only for the rights that those need.',
  run: async (input) => {
    const unknown = input.words.find((word) => !servable.includes(word as Servable));
    if (unknown !== undefined)
      throw new CommandError(
        `doctor knows no face "${unknown}"; they are ${servable.join(', ')}.`,
        exitCodes.usage,
      );
    const findings = await examine(input);
    const text = input.options['json']
      ? `${JSON.stringify(findings, null, 2)}\n`
      : findings.map(line).join('');
    process.stdout.write(text);
    return findings.every(({ well }) => well) ? exitCodes.ok : exitCodes.differences;
  },
};

function line({ subject, well, found, mend }: Finding): string {
  return `${well ? 'ok  ' : 'FAIL'}  ${subject}: ${found}${mend ? `\n      → ${mend}` : ''}\n`;
}

async function examine(input: CommandInput): Promise<Finding[]> {
  const findings: Finding[] = [
    { subject: 'settings', well: true, found: 'all can be used' },
    keyFinding(input),
    ...examineSecretFiles(process.env),
    ...examinePortBase(input),
    ...examineHeads(input.config),
    ...examineBreachedList(input.config),
  ];
  const database = await openConfiguredDatabase(input.config).catch((error: unknown) => {
    findings.push({
      subject: 'database',
      well: false,
      found: (error as Error).message,
      mend: 'Mend what it says, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    });
    return undefined;
  });
  if (database) {
    findings.push(...(await examineDatabase(database, input)));
    await database.release();
  }
  findings.push(...(await examineProviders(input)), ...(await examineCertificates(input.config)));
  findings.push(...(await examineScanner(input.config)));
  return findings;
}

/** Beside an `npm start` on other ports its messages would be looked for in the wrong place. */
function examinePortBase({ config }: CommandInput): Finding[] {
  const base = runningPortBase(config);
  if (base === undefined || base === config.PORT_BASE) return [];
  return [
    {
      subject: 'ports',
      well: false,
      found: `Go ID runs here on PORT_BASE ${base}`,
      mend: `Run: PORT_BASE=${base} ./goid doctor`,
    },
  ];
}

function keyFinding({ config }: Pick<CommandInput, 'config'>): Finding {
  try {
    const keys = openKeyRing(config);
    return {
      subject: 'keys',
      well: true,
      found: `newest key ${keys.currentId}${config.MASTER_KEYS ? '' : ', made for this folder'}`,
    };
  } catch (error) {
    return {
      subject: 'keys',
      well: false,
      found: (error as Error).message,
      mend: 'Make one with ./goid keys new and put it into MASTER_KEYS.',
    };
  }
}

async function examineDatabase({ url }: OpenedDatabase, input: CommandInput): Promise<Finding[]> {
  const wanted = (input.words.length > 0 ? input.words : servable).map((name) => `goid_${name}`);
  const pool = openDatabase({ url, poolSize: 1, applicationName: 'goid doctor' });
  try {
    const roles = await examineRoles(pool, wanted);
    const role = roles.find(({ well }) => well)?.subject;
    const { present, needed, now } = await schemaState(url, role);
    const skewSeconds = (systemClock.now().getTime() - now.getTime()) / 1000;
    const clockWell = Math.abs(skewSeconds) <= clockToleranceSeconds;
    return [
      { subject: 'database', well: true, found: 'answers' },
      present >= needed
        ? { subject: 'schema', well: true, found: `${present} of ${needed}` }
        : { subject: 'schema', well: false, found: `${present} of ${needed}`, mend: 'Run ./goid migrate' },
      clockWell
        ? { subject: 'clock', well: true, found: `${skewSeconds.toFixed(1)} s from the database` }
        : {
            subject: 'clock',
            well: false,
            found: `${skewSeconds.toFixed(1)} s from the database`,
            mend: 'Let both machines take their time from the same server (NTP).',
          },
      ...(input.config.NODE_ENV === 'production' ? [await examineLogin(pool)] : []),
      ...roles,
      ...(role && present >= needed ? await withKeys(url, role, input) : []),
      ...(role && input.config.NODE_ENV === 'production' && present >= needed
        ? await examineDemonstration(url)
        : []),
    ];
  } catch (error) {
    return [
      {
        subject: 'database',
        well: false,
        found: (error as Error).message || (error as { code?: string }).code || 'no answer',
        mend: 'Check that it runs, that DATABASE_URL names it, and that the login may enter.',
      },
    ];
  } finally {
    await pool.close();
  }
}

/** A ring that cannot be read is told already; one that does not fit finds no budgets. */
async function withKeys(url: string, role: string, { config }: CommandInput): Promise<Finding[]> {
  const database = openDatabase({ url, role, poolSize: 1, applicationName: 'goid doctor' });
  try {
    if (!keyFinding({ config }).well) return [];
    const keys = openKeyRing(config);
    const fitting = await examineKeys(database, keys);
    if (!fitting.well) return [fitting];
    const now = systemClock.now();
    const budgets = await dayBudgets({ database, keys, config }, now);
    const ages = await examineKeyAges(database, config.KEYS_OLD_DAYS, now);
    return [fitting, ages, ...budgets.map(budgetFinding)];
  } finally {
    await database.close();
  }
}

function budgetFinding(budget: DayBudget): Finding {
  const { name, used, of } = budget;
  const found = `${used} of ${of} used in this day (${Math.floor((100 * used) / of)} %)`;
  if (!isNearlyUsedUp(budget)) return { subject: name, well: true, found };
  const mend =
    'Look for numbers or networks that ask for many codes and use none; if all is rightful, raise PAID_SENDS_PER_DAY.';
  return { subject: name, well: false, found, mend };
}

async function examineDemonstration(url: string): Promise<Finding[]> {
  const database = openDatabase({ url, poolSize: 1 });
  try {
    if (!(await holdsDemonstration(database))) return [];
    return [
      {
        subject: 'demonstration',
        well: false,
        found: 'this database holds its accounts, whose passwords are public; production does not serve it',
        mend: 'Give production a database of its own (DATABASE_URL) and run ./goid migrate on it.',
      },
    ];
  } finally {
    await database.close();
  }
}

async function examineProviders({ config }: CommandInput): Promise<Finding[]> {
  const mend = config.DEMO
    ? 'The demonstration takes messages itself while npm start runs; for real ones set SMTP_URL and SMS_PROVIDERS.'
    : 'Check the address, login and network of this provider (SMTP_URL, SMS_PROVIDERS, WHATSAPP_PROVIDERS).';
  try {
    const results = await testProviders(withProviders(config));
    return results.map(({ name, ok, error }) => ({
      subject: name,
      well: ok,
      found: ok ? 'answers' : (error ?? 'no answer'),
      ...(ok ? {} : { mend }),
    }));
  } catch (error) {
    // Their addresses are read when they are needed; one that cannot be read hides no other finding.
    if (!(error instanceof ConfigError)) throw error;
    const [setting = ''] = error.message.split(':');
    return [{ subject: 'providers', well: false, found: error.message, mend: `Correct ${setting}.` }];
  }
}
