import { isMessageKey, type PdfBlock, type PdfColumn, type Translate } from '#platform';
import type { DataCopy } from './copy-shape.ts';
import { listed, type Words } from './copy-words.ts';

/** Who looked, cases with their words, messages, and what was recorded. */
export function recordSection({ activity, whoLooked, messages, cases }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  const columns: PdfColumn[] = [
    { label: t('privacy.copy.when'), width: 2.4 },
    { label: t('privacy.copy.what'), width: 5 },
    { label: t('privacy.copy.network'), width: 1.8 },
    { label: t('privacy.copy.browser'), width: 3 },
  ];
  const entries = (rows: DataCopy['activity']) =>
    rows.map((one) => [at(one.at), sentence(t, one), one.address ?? '', one.browser ?? '']);
  return [
    ...listed(words, t('privacy.copy.who_looked'), columns, entries(whoLooked)),
    ...cases.flatMap((one): PdfBlock[] => [
      { kind: 'heading', text: `${name('cases.kind', one.kind)} ${one.number}` },
      ...Object.values(one.filled).map((text): PdfBlock => ({ kind: 'text', text })),
      ...(one.words.length === 0
        ? [{ kind: 'text', text: `${name('cases.state', one.state)}, ${at(one.openedAt)}` } as const]
        : one.words.map(
            (said) =>
              ({ kind: 'text', text: `${at(said.at)}, ${t(`cases.by.${said.by}`)}: ${said.text}` }) as const,
          )),
    ]),
    ...listed(
      words,
      t('privacy.copy.messages'),
      [
        { label: t('privacy.copy.when'), width: 2.4 },
        { label: t('privacy.copy.what'), width: 6 },
        { label: t('privacy.copy.reference'), width: 2 },
        { label: t('cases.state'), width: 2 },
      ],
      messages.map((one) => [
        at(one.sentAt),
        name('message', `${one.template}.about`),
        one.reference,
        name('explain.delivery', one.state),
      ]),
    ),
    ...listed(words, t('privacy.copy.activity'), columns, entries(activity)),
  ];
}

/** The sentence of the activity page, without the parts that only a page can show. */
function sentence(t: Translate, { event, details }: DataCopy['activity'][number]): string {
  const key = `activity.${event}`;
  if (!isMessageKey(key)) return event;
  const method = `security.factor.${String(details['method'])}`;
  return t(key, {
    by: '',
    why: '',
    remedy: '',
    client: String(details['client'] ?? ''),
    factor: isMessageKey(method) ? t(method) : '',
    left: Number(details['left'] ?? 0),
    count: Number(details['count'] ?? 1),
    case: String(details['case'] ?? ''),
  });
}
