import { officerRoles } from '#accounts';
import { openDatabase, type Translate, translatorFor } from '#platform';
import { advice, type Explanation, explainTyped } from '#support';
import { type ExplainedWords, explainedWords, knownOfAccount } from '#web/console';
import type { Command, CommandInput } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { openHouse } from './house.ts';

export const explainCommand: Command = {
  takesWords: true,
  usage: ['IDENTIFIER'],
  options: {
    json: {
      about:
        'Prints JSON: {gates, first, remedies, messages, devices, ways, passkeys, recoveryCodesLeft, lastSignInAt, caseNumber, at}. From messages to lastSignInAt only where there is an account; `open` of a gate is null where there is nobody to ask it of.',
    },
  },
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
  const t = translatorFor('en');
  const { gates, first, caseNumber, at } = explained;
  // What was not asked is null, so that a script that looks for true does not find it.
  const asked = gates.map((gate) => ({ ...gate, open: gate.open ?? null }));
  const facts = { gates: asked, first, remedies: first?.remedies ?? [] };
  process.stdout.write(
    options['json']
      ? `${JSON.stringify({ ...facts, ...knownOfAccount(t, explained), caseNumber, at }, null, 2)}\n`
      : `${textOf(t, explained).join('\n')}\n`,
  );
}

/** The page of the console in lines: the same words, in the same order. */
function textOf(t: Translate, explained: Explained): string[] {
  const words = explainedWords(t, explained);
  const { caseNumber } = explained;
  const width = Math.max(...words.gates.map(({ state }) => state.length));
  return [
    ...words.gates.map(({ state, name }) => `  ${state.padEnd(width)}  ${name}`),
    '',
    ...(words.first ? metFirst(t, words.first, explained) : [t('explain.nothing')]),
    ...(words.others.length > 0 ? ['', `${t('explain.others')}:`, ...words.others.map(item)] : []),
    ...(words.known ? ['', ...knownLines(t, words, words.known)] : []),
    '',
    ...(caseNumber ? [`On record under case ${caseNumber}; the member sees it.`] : []),
  ];
}

const item = (text: string) => `  - ${text}`;

function metFirst(
  t: Translate,
  { closed, meets }: NonNullable<ExplainedWords['first']>,
  { first }: Explained,
): string[] {
  const offers = (first?.remedies ?? []).map((name) =>
    item(`${t(`explain.remedy.${name}`)}${advice[name].where.endsWith('by-two') ? ' (two officers)' : ''}`),
  );
  return [closed, `${t('explain.meets_lead')} ${meets}`, 'What helps:', ...offers];
}

function knownLines(
  t: Translate,
  { messages }: ExplainedWords,
  { lastSignIn, devices, ways, counts }: NonNullable<ExplainedWords['known']>,
): string[] {
  const sent = messages.map(([at, way, delivery, changedAt]) =>
    item(`${at}, ${way}: ${delivery} (${changedAt})`),
  );
  return [
    ...(sent.length > 0 ? [`${t('explain.messages')}:`, ...sent] : [t('explain.no_messages')]),
    lastSignIn,
    `${t('explain.devices')}: ${devices.length > 0 ? '' : t('console.member.none')}`.trimEnd(),
    ...devices.map(({ name, usedAt }) => item(`${name}, ${usedAt}`)),
    `${t('explain.ways')}: ${ways.length > 0 ? ways.join(', ') : t('explain.password_only')}`,
    counts,
  ];
}
