import type { History, Notice } from '#operations';
import { type Language, translatorFor, type Visit } from '#platform';

/** RFC 4287: one entry for each incident and maintenance of the last 90 days, with all that was written about it. */
export function statusFeed({ config, now }: Visit, language: Language, history: History | undefined): string {
  const t = translatorFor(language);
  const notices = history?.notices ?? [];
  const page = `${config.origins.sso}/status`;
  const updated = notices.map(lastWritten).toSorted((one, other) => other.getTime() - one.getTime())[0];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">`,
    `<title>${escaped(t('status.feed_title', { brand: config.BRAND_NAME }))}</title>`,
    `<id>${escaped(page)}</id>`,
    `<link href="${escaped(page)}"/>`,
    `<link rel="self" href="${escaped(`${page}/${language}.atom`)}"/>`,
    `<author><name>${escaped(config.BRAND_NAME)}</name></author>`,
    `<updated>${(updated ?? now).toISOString()}</updated>`,
    ...notices.map((notice) => entry(page, language, notice)),
    '</feed>',
    '',
  ].join('\n');
}

function entry(page: string, language: Language, notice: Notice): string {
  const t = translatorFor(language);
  const text = notice.updates
    .map(({ state, at, words }) => `${at.toISOString()} ${t(`status.state.${state}`)}: ${words[language]}`)
    .join('\n');
  return [
    '<entry>',
    `<title>${escaped(`${t(`status.kind.${notice.kind}`)}: ${notice.title[language]}`)}</title>`,
    `<id>urn:uuid:${notice.noticeId}</id>`,
    `<link href="${escaped(`${page}#n-${notice.noticeId}`)}"/>`,
    `<published>${(notice.updates.at(-1)?.at ?? notice.startsAt).toISOString()}</published>`,
    `<updated>${lastWritten(notice).toISOString()}</updated>`,
    `<content type="text">${escaped(text)}</content>`,
    '</entry>',
  ].join('\n');
}

function lastWritten(notice: Notice): Date {
  return notice.updates[0]?.at ?? notice.startsAt;
}

/** XML 1.0 §2.2 and §2.4: marks written out, characters that may not stand in it left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r -\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
