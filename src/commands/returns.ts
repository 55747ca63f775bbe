import {
  creditReturns,
  type DeclaredReturn,
  declaredReturns,
  declareReturn,
  returnMethods,
  usualReturnMethod,
} from '#contributions';
import { systemClock } from '#kernel';
import { readOnlyNow } from '#operations';
import { type Database, formatNumber, openDatabase } from '#platform';
import { type Command, type CommandInput, progressLine } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase } from './home.ts';
import { refuseOldSchema } from './install-schema.ts';

/** The yearly return of JHT savings: the rate as the institution declared it, and its crediting. */
export const returnsCommand: Command = {
  takesWords: true,
  usage: ['', 'declare YEAR PERCENT --source TEXT', 'credit YEAR'],
  options: {
    source: { takes: 'TEXT', about: 'The decision or announcement that the rate is taken from.' },
    method: {
      takes: 'NAME',
      about: `How months are weighed: ${returnMethods.join(' or ')} (default: ${usualReturnMethod}).`,
    },
    provisional: { about: 'The rate is for savings paid within the year, not for those at its end.' },
    'part-size': { takes: 'N', about: 'Savings accounts credited in one transaction (default: 100000).' },
    example: { about: 'The rate is made up; pages mark it as an example.' },
    json: { about: 'Prints the result as JSON.' },
  },
  details: `Without words it lists what is declared. A rate has at most three decimals and may be declared anew until its year is credited.
Crediting gives every savings account its return as of 31 December, closes the year and takes its snapshot. Years follow one another.
Stopped at any point, the same command goes on where it stood; once the year is closed it changes nothing.`,
  run: async (input) => {
    const [verb, year = '', percent = ''] = input.words;
    if (verb === undefined) return withDatabase(input, (database) => list(input, database));
    if (verb === 'declare' && input.words.length === 3)
      return withDatabase(input, (database) => declare(input, database, yearFrom(year), rateFrom(percent)));
    if (verb === 'credit' && input.words.length === 2)
      return withDatabase(input, (database) => credit(input, database, yearFrom(year)));
    throw new CommandError(
      'Say what to do: ./goid returns declare 2025 5.63 --source TEXT, or ./goid returns credit 2025.',
      exitCodes.usage,
    );
  },
};

function yearFrom(text: string): number {
  if (/^\d{4}$/.test(text)) return Number(text);
  throw new CommandError(`${text} is no year such as 2025.`, exitCodes.usage);
}

function partSizeFrom(text: string | boolean | undefined): { partSize?: number } {
  if (text === undefined) return {};
  if (typeof text === 'string' && /^[1-9]\d{0,7}$/.test(text)) return { partSize: Number(text) };
  throw new CommandError('--part-size is a number of accounts, such as 100000.', exitCodes.usage);
}

/** Percent as people write it, `5.63` or `5,63`, in 1/1000 %. */
function rateFrom(text: string): number {
  const [, whole = '', decimals = ''] = /^(\d{1,3})(?:[.,](\d{1,3}))?%?$/.exec(text) ?? [];
  if (whole) return Number(whole) * 1000 + Number(decimals.padEnd(3, '0'));
  throw new CommandError(`${text} is no rate such as 5.63.`, exitCodes.usage);
}

const percentOf = (rate: number) => `${rate / 1000} %`;

async function list({ options }: CommandInput, database: Database) {
  const declared = await declaredReturns(database);
  const lines = declared.map(
    ({ year, kind, rate, method, source, isExample }) =>
      `${year}  ${kind.padEnd(11)}  ${percentOf(rate).padStart(8)}  ${method}  ${source}${isExample ? ' (contoh)' : ''}`,
  );
  process.stdout.write(
    options['json']
      ? `${JSON.stringify(declared, null, 2)}\n`
      : `${lines.join('\n') || 'No return is declared.'}\n`,
  );
  return exitCodes.ok;
}

async function declare({ options }: CommandInput, database: Database, year: number, rate: number) {
  const method = returnMethods.find((known) => known === (options['method'] ?? usualReturnMethod));
  if (!method) throw new CommandError(`--method is one of ${returnMethods.join(', ')}.`, exitCodes.usage);
  const source = options['source'];
  if (typeof source !== 'string' || source.trim() === '')
    throw new CommandError('Say where the rate comes from: --source TEXT.', exitCodes.usage);
  const declared: DeclaredReturn = {
    year,
    kind: options['provisional'] ? 'provisional' : 'declared',
    rate,
    method,
    source: source.trim(),
    isExample: options['example'] === true,
  };
  await refuseReadOnly(database);
  const done = await declareReturn(database, declared, systemClock.now());
  if (!done.ok) throw new CommandError(declareRefusals[done.refusal](year), exitCodes.usage);
  process.stdout.write(
    done.value.isNew
      ? `${year}: ${percentOf(rate)} (${declared.kind}, ${method}).\n`
      : `${year}: declared so already, nothing changed.\n`,
  );
  return exitCodes.ok;
}

const declareRefusals = {
  rate_outside: () => 'A rate lies between 0 and 100 %.',
  year_outside: () => 'The year lies outside what the ledger knows.',
  crediting_begun: (year: number) =>
    `The return of ${year} is being credited or was: its rate stays as it is.`,
} as const;

async function credit({ options, interactive }: CommandInput, database: Database, year: number) {
  await refuseReadOnly(database);
  const line = progressLine(interactive);
  const done = await creditReturns(database, year, {
    now: systemClock.now(),
    ...partSizeFrom(options['part-size']),
    onProgress: (accounts) => line.show(`credited up to account ${formatNumber(Number(accounts), 'en')} …`),
  });
  line.done();
  if (!done.ok) throw new CommandError(creditRefusal(year, done.refusal), exitCodes.usage);
  const { accounts, balance, returns, rounding } = done.value;
  process.stdout.write(
    options['json']
      ? `${JSON.stringify({ year, accounts: Number(accounts), returns: String(returns), rounding: String(rounding), balance: String(balance) })}\n`
      : `${year} is closed: ${formatNumber(Number(accounts), 'en')} savings accounts, ${returns} rupiah of returns credited, ${rounding} left by rounding, ${balance} saved at the end of the year.\n`,
  );
  return exitCodes.ok;
}

function creditRefusal(
  year: number,
  refusal: Extract<Awaited<ReturnType<typeof creditReturns>>, { ok: false }>['refusal'],
): string {
  switch (refusal.reason) {
    case 'not_declared':
      return `No return is declared for ${year}: ./goid returns declare ${year} PERCENT --source TEXT.`;
    case 'year_not_over':
      return `${year} is not over yet.`;
    case 'closed_otherwise':
      return `${year} was begun with ${refusal.method} at ${percentOf(refusal.rate)}; that cannot change any more.`;
    case 'year_not_next':
    default:
      return refusal.next === undefined
        ? 'The ledger has no postings yet.'
        : `Years follow one another: ${refusal.next} comes next.`;
  }
}

async function withDatabase<Value>(
  { config }: CommandInput,
  work: (database: Database) => Promise<Value>,
): Promise<Value> {
  const opened = await openConfiguredDatabase(config);
  const database = openDatabase({
    url: opened.url,
    role: 'goid_worker',
    poolSize: 3,
    statementTimeoutSeconds: 0,
    applicationName: 'goid returns',
  });
  try {
    await refuseOldSchema(opened.url, 'goid_worker');
    return await work(database);
  } finally {
    await database.close();
    await opened.release();
  }
}

/** While somebody works on the records nothing is written into them, by no hand. */
async function refuseReadOnly(database: Database): Promise<void> {
  const readOnly = await readOnlyNow(database, systemClock.now());
  if (readOnly)
    throw new CommandError(
      `The ${readOnly.scope} ${readOnly.scope === 'records' ? 'are' : 'is'} read-only: nothing was changed. Try again after ./goid read-only off.`,
    );
}
