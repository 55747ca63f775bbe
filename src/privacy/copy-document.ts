import type { TimeZoneName } from '#kernel';
import type { Config, PdfBlock, PdfParts, Translate } from '#platform';
import { accountSection, choicesSection, rightsSection, usageSection } from './copy-account.ts';
import { correctionsSection } from './copy-corrections.ts';
import { employersSection } from './copy-employers.ts';
import { moneySection } from './copy-money.ts';
import { personSection } from './copy-person.ts';
import { recordSection } from './copy-record.ts';
import { selfEmployedSection } from './copy-self-employed.ts';
import type { DataCopy } from './copy-shape.ts';
import { type Words, wordsFor } from './copy-words.ts';

/** The copy as a document to read: the same content as the file for machines, in the language of the account. */
export function copyDocument(copy: DataCopy, t: Translate, config: Pick<Config, 'BRAND_NAME'>): PdfParts {
  const words = wordsFor(t, copy.account.timeZone as TimeZoneName);
  const name = copy.person?.name ?? copy.account.name;
  return {
    title: t('privacy.copy.title', { brand: config.BRAND_NAME }),
    author: config.BRAND_NAME,
    language: t.language,
    madeAt: new Date(copy.madeAt),
    footer: (page, pages) =>
      t('privacy.copy.footer', { brand: config.BRAND_NAME, page, pages, at: words.at(copy.madeAt) }),
    blocks: [
      { kind: 'text', text: t('privacy.copy.lead', { name, at: words.at(copy.madeAt) }) },
      { kind: 'text', text: t('privacy.copy.left_out') },
      { kind: 'text', text: t('privacy.copy.law') },
      ...sections(copy, words),
    ],
  };
}

function sections(copy: DataCopy, words: Words): PdfBlock[] {
  return [
    ...personSection(copy, words),
    ...accountSection(copy, words),
    ...usageSection(copy, words),
    ...rightsSection(copy, words),
    ...choicesSection(copy, words),
    ...moneySection(copy, words),
    ...selfEmployedSection(copy, words),
    ...employersSection(copy, words),
    ...correctionsSection(copy, words),
    ...recordSection(copy, words),
  ];
}
