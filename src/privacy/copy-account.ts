import type { PdfBlock } from '#platform';
import type { DataCopy } from './copy-shape.ts';
import { listed, type Words } from './copy-words.ts';

/** The account: names, addresses and ways to sign in. */
export function accountSection({ account }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  return [
    { kind: 'heading', text: t('privacy.copy.account') },
    {
      kind: 'pairs',
      rows: [
        [t('portal.details.name'), account.name],
        [t('privacy.copy.opened'), at(account.openedAt)],
        [t('privacy.copy.password_changed'), at(account.passwordChangedAt)],
        [t('privacy.copy.limited'), at(account.limitedSince)],
      ],
    },
    ...listed(
      words,
      t('portal.details.contacts'),
      [
        { label: t('privacy.copy.address'), width: 4 },
        { label: t('privacy.copy.confirmed'), width: 3 },
      ],
      account.contacts.map((one) => [one.address, at(one.confirmedAt)]),
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

/** Where the account was used, who gets data of it, and what was asked for. */
export function usageSection({ account, services, requests }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  return [
    ...listed(
      words,
      t('privacy.copy.sessions'),
      [
        { label: t('privacy.copy.signed_in'), width: 2.4 },
        { label: t('privacy.copy.last_used'), width: 2.4 },
        { label: t('privacy.copy.network'), width: 2 },
        { label: t('privacy.copy.browser'), width: 4 },
      ],
      account.sessions.map((one) => [at(one.signedInAt), at(one.lastSeenAt), one.address, one.browser]),
    ),
    ...listed(
      words,
      t('privacy.copy.devices'),
      [
        { label: t('privacy.copy.browser'), width: 5 },
        { label: t('privacy.copy.from'), width: 2.4 },
        { label: t('privacy.copy.to'), width: 2.4 },
      ],
      account.devices.map((one) => [one.browser, at(one.since), at(one.until)]),
    ),
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
        one.scopes.map((scope) => name('signin.consent', scope)).join('; '),
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
        { label: t('privacy.copy.asked'), width: 2.4 },
        { label: t('privacy.copy.due'), width: 2.4 },
      ],
      requests.map((one) => [
        one.caseNumber,
        name('cases.kind', `data_${one.kind}`),
        name('data.state', one.state),
        at(one.askedAt),
        at(one.dueAt),
      ]),
    ),
  ];
}
