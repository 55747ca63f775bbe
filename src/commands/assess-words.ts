import { isIsoDate, type IsoDate, type Month, parseMonth, type Rupiah } from '#kernel';
import type { Options } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { refusalReasons } from './refusal-reasons.ts';

/** What a clerk types, read strictly: an option that is not understood is never left out silently. */

function wrong(name: string, example: string): CommandError {
  return new CommandError(`--${name} takes ${example}.`, exitCodes.usage);
}

const textOf = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export function amountOption(options: Options, name: string): Rupiah | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,18}$/.test(text)) throw wrong(name, 'whole rupiah, digits only, such as 7500000');
  return BigInt(text);
}

export function countOption(options: Options, name: string): number | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw wrong(name, 'a whole number');
  return Number(text);
}

export function monthOption(options: Options, name: string): Month | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  const month = parseMonth(text);
  if (!month) throw wrong(name, 'a month such as 2026-10');
  return month;
}

export function dayOption(options: Options, name: string): IsoDate | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  if (!isIsoDate(text)) throw wrong(name, 'a day such as 2026-10-31');
  return text;
}

export function choiceOption<Choice extends string>(
  options: Options,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (!found) throw wrong(name, `one of ${choices.join(', ')}`);
  return found;
}

/** Names all that is missing at once. */
export function demand(options: Options, ...names: readonly string[]): void {
  const missing = names.filter((name) => options[name] === undefined).map((name) => `--${name}`);
  if (missing.length === 0) return;
  const list = [missing.slice(0, -1).join(', '), ...missing.slice(-1)].filter(Boolean).join(' and ');
  throw new CommandError(`Say also ${list}.`, exitCodes.usage);
}

export function needed<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new CommandError(`Say also --${name}.`, exitCodes.usage);
  return value;
}

/** Refusals that no file can meet, in a clause; the others are those of an import. */
const means: Readonly<Record<string, string>> = {
  employer_needed: 'a wage earner is assessed by the scale and the risk class of the employer',
  wage_out_of_range: 'the wage is not above 0, or more than 1,000,000,000,000',
  value_out_of_range: 'the contract value is not above 0, or more than 1,000,000,000,000,000',
  package_not_known: 'the law of that day knows no such package',
  package_uncertain: 'the amount of that day was only remembered and seen in no source',
  months_out_of_range: 'the number of months is not 1 to 24',
  months_not_expected: 'only an extension is counted in months',
  savings_out_of_range: 'the savings are not within the limits of the law',
  savings_not_known: 'the law of that day knows no savings beside the package',
};

/** The sentence behind the name of a refusal, for a person at the terminal. */
export function refusalSentence(name: string): string {
  const known = refusalReasons[name];
  const clause = known?.means ?? means[name] ?? name;
  return `Not assessed (${name}): ${clause}.${known ? ` ${known.remedy}` : ''}`;
}
