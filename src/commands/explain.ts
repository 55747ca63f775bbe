import { officerRoles } from '#accounts';
import { openDatabase, translatorFor } from '#platform';
import { type Explanation, explainTyped, type GateResult, advice } from '#support';
import { gateWords } from '#web/console';
import type { Command, CommandInput } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { openHouse } from './house.ts';

export const explainCommand: Command = {
  takesWords: true,
  usage: ['IDENTIFIER'],
  options: { json: { about: 'Prints JSON: {gates, first, remedies, caseNumber, at}.' } },
  details:
    'IDENTIFIER is a member number, NIK, e-mail address, phone number, user name or case number, whole. It is on record as a look: the member sees it among the account’s activity, with the number of a case.',
  run: async (input) => {
    const [typed = '', ...more] = input.words;
    if (typed === '' || more.length > 0)
      throw new CommandError('Say whom: ./goid explain IDENTIFIER.', exitCodes.usage);
    const { config } = input;
    const opened = await openConfiguredDatabase(config);
    const database = openDatabase({ url: opened.url, poolSize: 1, applicationName: 'goid explain' });
    try {
      const house = await openHouse(config, openKeyRing(config), opened.url);
      try {
        const explained = await explainTyped({ ...house, database }, typed, officerRoles);
        if (!explained.ok)
          throw new CommandError(
            explained.refusal === 'several'
              ? 'More than one account stands behind it. Use the member number or the NIK.'
              : 'That is no member number, NIK, e-mail address, phone number, user name or case number.',
          );
        print(input, explained.value);
      } finally {
        await house.close();
      }
      return exitCodes.ok;
    } finally {
      await database.close();
      await opened.release();
    }
  },
};

type Explained = Explanation & { readonly caseNumber: string | undefined };

function print({ options }: CommandInput, explained: Explained): void {
  const { gates, first, caseNumber, at } = explained;
  if (options['json']) {
    const facts = { gates, first, remedies: first?.remedies ?? [], caseNumber, at };
    process.stdout.write(`${JSON.stringify(facts, null, 2)}\n`);
    return;
  }
  const t = translatorFor('en');
  const line = (one: GateResult) => `  ${one.open ? 'yes' : 'NO '}  ${t(`explain.gate.${one.gate}`)}`;
  const said = first ? gateWords(t, first, explained) : undefined;
  const offers = (first?.remedies ?? []).map(
    (name) =>
      `  - ${t(`explain.remedy.${name}`)}${advice[name].where.endsWith('by-two') ? ' (two officers)' : ''}`,
  );
  const lines = [
    ...gates.map(line),
    '',
    ...(said
      ? [said.closed, `The member meets: ${said.meets}`, 'What helps:', ...offers]
      : [t('explain.nothing')]),
    '',
    ...(caseNumber ? [`On record under case ${caseNumber}; the member sees it.`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
