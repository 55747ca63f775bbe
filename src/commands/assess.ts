import { assess, type AssessmentInput, assessPackage, assessProject } from '#contributions';
import type { Month, Result, Rupiah } from '#kernel';
import {
  checkMinimumWage,
  contributionSegments,
  dueOn,
  employerScales,
  isDueDayAssumed,
  isDueDayExample,
  migrantPackageIds,
  penaltyRate,
} from '#rates';
import { assessmentLines, packageLines, projectLines } from './assess-lines.ts';
import {
  amountOption,
  choiceOption,
  countOption,
  dayOption,
  demand,
  monthOption,
  needed,
  refusalSentence,
} from './assess-words.ts';
import type { Command, CommandInput, Options } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

const takes = (takes: string, about: string) => ({ takes, about });

/** A clerk's proof: what a month costs and by which law, without a database. */
export const assessCommand: Command = {
  usage: [
    '--month YYYY-MM --wage AMOUNT --class N [--scale S]',
    '--month YYYY-MM --wage AMOUNT --segment BPU|JAKON',
    '--month YYYY-MM --contract AMOUNT',
    '--package ID --taken-on YYYY-MM-DD [--months N] [--savings AMOUNT --savings-months N]',
  ],
  options: {
    month: takes('YYYY-MM', 'The contribution month; for a project the month of the work order.'),
    wage: takes('AMOUNT', 'The reported wage or declared income in whole rupiah.'),
    segment: takes('SEGMENT', 'PU (default), BPU or JAKON.'),
    scale: takes('SCALE', 'The employer’s scale: large (default), medium, small or micro.'),
    class: takes('N', 'The employer’s risk class for JKK, 1 to 5.'),
    'labour-intensive': { about: 'The employer’s work is labour-intensive (PP 7/2025).' },
    workers: takes('N', 'Active workers of the employer in that month.'),
    'unpaid-since': takes('YYYY-MM', 'The oldest month that the payer still owes.'),
    'member-since': takes('YYYY-MM', 'The month in which the card began.'),
    'paid-on': takes('YYYY-MM-DD', 'The day of payment, for a discount that asks for it.'),
    transport: { about: 'Self-employed in transport (PP 50/2025).' },
    'by-state': { about: 'The contribution is paid from the state’s budget.' },
    granted: { about: 'The institution has granted what is given on request (PP 49/2020).' },
    'without-jht': { about: 'Self-employed without old-age savings.' },
    province: takes('CODE', 'Compares the wage with the minimum wage of the province.'),
    contract: takes('AMOUNT', 'The value of a construction contract whose wages are not known.'),
    package: takes('ID', `A migrant worker’s package: ${migrantPackageIds.join(', ')}.`),
    'taken-on': takes('YYYY-MM-DD', 'The day on which the package is taken.'),
    months: takes('N', 'The months of an extension.'),
    savings: takes('AMOUNT', 'Savings of each month beside the package.'),
    'savings-months': takes('N', 'For how many months.'),
    json: { about: 'Prints JSON, amounts as numbers.' },
  },
  details:
    'A month or figure that is not known is refused by name, with code 1. Figures that follow from others are marked derived, those of the demonstration contoh.',
  run: async (input) => {
    if (input.options['package'] !== undefined) return sayPackage(input);
    return input.options['contract'] === undefined ? sayWage(input) : sayProject(input);
  },
};

function accepted<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new CommandError(refusalSentence(result.refusal));
  return result.value;
}

function print(input: CommandInput, facts: object, lines: readonly string[]): typeof exitCodes.ok {
  const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  const text = input.options['json'] ? JSON.stringify(facts, plain, 2) : lines.join('\n');
  process.stdout.write(`${text}\n`);
  return exitCodes.ok;
}

function sayWage(input: CommandInput) {
  const { options } = input;
  const segment = choiceOption(options, 'segment', contributionSegments) ?? 'PU';
  demand(options, 'month', 'wage', ...(segment === 'PU' ? ['class'] : []));
  const month = needed(monthOption(options, 'month'), 'month');
  const wage = needed(amountOption(options, 'wage'), 'wage');
  const asked = wageInput(options, month, wage);
  const assessment = accepted(assess(asked));
  const province = typeof options['province'] === 'string' ? options['province'] : undefined;
  const facts = {
    ...asked,
    ...assessment,
    dueOn: dueOn(month, asked.segment),
    dueDayAssumed: isDueDayAssumed(month, asked.segment),
    dueDayExample: isDueDayExample(month, asked.segment),
    penaltyRate: penaltyRate(month, asked.segment, assessment.discounts),
    minimumWage: province === undefined ? undefined : checkMinimumWage(month, province, wage),
  };
  return print(input, facts, assessmentLines(facts));
}

function wageInput(options: Options, month: Month, wage: Rupiah): AssessmentInput {
  const segment = choiceOption(options, 'segment', contributionSegments) ?? 'PU';
  const riskClass = countOption(options, 'class');
  const employer = {
    scale: choiceOption(options, 'scale', employerScales) ?? 'large',
    riskClass: segment === 'PU' ? needed(riskClass, 'class') : 0,
    labourIntensive: options['labour-intensive'] === true,
    activeWorkers: countOption(options, 'workers') ?? 0,
  };
  return {
    month,
    wage,
    segment,
    ...(segment === 'PU' ? { employer } : {}),
    earliestUnpaidMonth: monthOption(options, 'unpaid-since'),
    memberSince: monthOption(options, 'member-since'),
    paidOn: dayOption(options, 'paid-on'),
    transportWorker: options['transport'] === true,
    paidByState: options['by-state'] === true,
    grantedOnRequest: options['granted'] === true,
    withoutSavings: options['without-jht'] === true,
  };
}

function sayProject(input: CommandInput) {
  demand(input.options, 'month', 'contract');
  const month = needed(monthOption(input.options, 'month'), 'month');
  const contractValue = needed(amountOption(input.options, 'contract'), 'contract');
  const facts = { month, contractValue, ...accepted(assessProject({ month, contractValue })) };
  return print(input, facts, projectLines(facts));
}

function sayPackage(input: CommandInput) {
  const { options } = input;
  demand(options, 'package', 'taken-on', ...(options['savings'] === undefined ? [] : ['savings-months']));
  const monthly = amountOption(options, 'savings');
  const asked = {
    package: needed(choiceOption(options, 'package', migrantPackageIds), 'package'),
    takenOn: needed(dayOption(options, 'taken-on'), 'taken-on'),
    extensionMonths: countOption(options, 'months'),
    savings:
      monthly === undefined
        ? undefined
        : { monthly, months: needed(countOption(options, 'savings-months'), 'savings-months') },
  };
  const assessment = accepted(assessPackage(asked));
  return print(input, { ...asked, assessment }, packageLines(asked, assessment));
}
