import { isMessageKey, type PdfBlock } from '#platform';
import type { DataCopy } from './copy-shape.ts';
import { labelled, listed, type Words } from './copy-words.ts';

/** The account: names, addresses and ways to sign in. */
export function accountSection({ account }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  return [
    { kind: 'heading', text: t('privacy.copy.account') },
    { kind: 'pairs', rows: accountRows(account, words).filter(([, value]) => value !== '') },
    ...listed(
      words,
      t('portal.details.contacts'),
      [
        { label: t('privacy.copy.channel'), width: 2 },
        { label: t('privacy.copy.address'), width: 4 },
        { label: t('privacy.copy.confirmed'), width: 3 },
      ],
      account.contacts.map((one) => [
        t(one.channel === 'email' ? 'portal.details.email' : 'portal.details.phone'),
        one.address,
        at(one.confirmedAt),
      ]),
    ),
    ...listed(
      words,
      t('privacy.copy.factors'),
      [
        { label: t('privacy.copy.what'), width: 4 },
        { label: t('privacy.copy.added'), width: 3 },
        { label: t('privacy.copy.last_used'), width: 3 },
      ],
      [
        ...account.secondFactors.map((one) => [
          name('security.factor', one.method),
          at(one.addedAt),
          at(one.lastUsedAt),
        ]),
        ...account.passkeys.map((one) => [
          `${t('security.factor.passkey')}: ${one.name}`,
          at(one.addedAt),
          at(one.lastUsedAt),
        ]),
      ],
    ),
  ];
}

function accountRows(account: DataCopy['account'], { t, at, name }: Words): (readonly [string, string])[] {
  return [
    [t('portal.details.name'), account.name],
    [t('privacy.copy.subject'), account.subject],
    [t('privacy.copy.roles'), account.roles.map((role) => name('console.role', role)).join('; ')],
    [t('privacy.copy.language'), name('privacy.copy.language', account.language)],
    [t('privacy.copy.time_zone'), account.timeZone],
    [t('privacy.copy.opened'), at(account.openedAt)],
    [t('privacy.copy.password_changed'), at(account.passwordChangedAt)],
    [t('privacy.copy.checked_up'), at(account.checkedUpAt)],
    [t('privacy.copy.limited'), at(account.limitedSince)],
    ...account.freezes.map(
      ({ since, objectedAt, liftedAt }) =>
        [
          t('privacy.copy.frozen'),
          labelled([
            [t('privacy.copy.from'), at(since)],
            [t('privacy.copy.objected'), at(objectedAt)],
            [t('privacy.copy.to'), at(liftedAt)],
          ]),
        ] as const,
    ),
  ];
}

/** Where the account was used. */
export function usageSection({ account }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  return [
    ...listed(
      words,
      t('privacy.copy.sessions'),
      [
        { label: t('privacy.copy.signed_in'), width: 2.4 },
        { label: t('privacy.copy.last_used'), width: 2.4 },
        { label: t('privacy.copy.ended'), width: 2.8 },
        { label: t('privacy.copy.network'), width: 2 },
        { label: t('privacy.copy.browser'), width: 4 },
      ],
      account.sessions.map((one) => [
        at(one.signedInAt),
        at(one.lastSeenAt),
        [at(one.endedAt), one.endReason ? name('privacy.copy.ended', one.endReason) : '']
          .filter(Boolean)
          .join(', '),
        one.address,
        one.sharedComputer ? `${one.browser} (${t('privacy.copy.shared_computer')})` : one.browser,
      ]),
    ),
    ...listed(
      words,
      t('privacy.copy.devices'),
      [
        { label: t('privacy.copy.browser'), width: 5 },
        { label: t('privacy.copy.kind'), width: 3 },
        { label: t('privacy.copy.from'), width: 2.4 },
        { label: t('privacy.copy.to'), width: 2.4 },
      ],
      account.devices.map((one) => [
        one.browser,
        t(`privacy.copy.kind.${one.kind}`),
        at(one.since),
        at(one.until),
      ]),
    ),
  ];
}

/** Who gets data of the account, and what was asked for by the rights over data. */
export function rightsSection({ services, requests }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  return [
    ...listed(
      words,
      t('privacy.copy.services'),
      [
        { label: t('privacy.copy.what'), width: 3 },
        { label: t('privacy.copy.shared'), width: 4 },
        { label: t('privacy.copy.from'), width: 2.4 },
      ],
      services.map((one) => [
        one.name,
        one.scopes.map((scope) => scopeName(words, scope)).join('; '),
        at(one.since),
      ]),
    ),
    ...listed(
      words,
      t('privacy.copy.requests'),
      [
        { label: t('cases.number'), width: 2 },
        { label: t('privacy.copy.what'), width: 3 },
        { label: t('cases.state'), width: 2 },
        { label: t('privacy.copy.when'), width: 5 },
      ],
      requests.map((one) => [
        one.caseNumber,
        labelled([
          [name('cases.kind', `data_${one.kind}`), one.ground ? name('data.limit.ground', one.ground) : ''],
        ]) || name('cases.kind', `data_${one.kind}`),
        name('data.state', one.state),
        labelled([
          [t('privacy.copy.asked'), at(one.askedAt)],
          [t('privacy.copy.due'), at(one.dueAt)],
          [t('privacy.copy.decided'), at(one.decidedAt)],
          [t('privacy.copy.lifted'), at(one.liftedAt)],
        ]),
      ]),
    ),
  ];
}

/** In the words of the page on which the member agreed. */
function scopeName({ t }: Words, scope: string): string {
  const key = `signin.consent_${scope === 'offline_access' ? 'offline' : scope}`;
  return isMessageKey(key) ? t(key) : scope;
}

/** What the member agreed to be told of, and the codes that were given to others. */
export function choicesSection({ alerts, statementCodes }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  return [
    { kind: 'heading', text: t('privacy.copy.alerts') },
    {
      kind: 'text',
      text: alerts
        ? `${alerts.kinds.map((kind) => name('alerts.kind', kind)).join('; ')}, ${name('explain.channel', alerts.channel)}, ${at(alerts.chosenAt)}`
        : t('privacy.copy.none'),
    },
    ...listed(
      words,
      t('privacy.copy.statement_codes'),
      [
        { label: t('privacy.copy.year'), width: 1 },
        { label: t('privacy.copy.from'), width: 3 },
        { label: t('privacy.copy.to'), width: 3 },
        { label: t('privacy.copy.looks'), width: 2 },
      ],
      statementCodes.map((one) => [String(one.year), at(one.issuedAt), at(one.expiresAt), String(one.looks)]),
    ),
  ];
}
