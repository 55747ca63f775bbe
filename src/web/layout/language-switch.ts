import { type Html, html, join, type Language, languages, type Visit } from '#platform';

const names: Record<Language, string> = { id: 'Bahasa Indonesia', en: 'English' };

/**
 * Keeps the page: the link is relative and holds only the query, so it can never lead to another host. After a
 * POST the same address is asked for with GET.
 */
function addressIn(visit: Visit, language: Language, address: string): string {
  const { req } = visit.context;
  const query = new URLSearchParams(req.method === 'GET' ? new URL(req.url).search : '');
  query.set('lang', language);
  return `${address}?${query.toString()}`;
}

export function languageSwitch(visit: Visit, address = ''): Html {
  const choices = languages.map((language) =>
    language === visit.t.language
      ? html`<b aria-current="true">${language.toUpperCase()}</b>`
      : html`<a
          href="${addressIn(visit, language, address)}"
          lang="${language}"
          hreflang="${language}"
          aria-label="${language.toUpperCase()}: ${names[language]}"
          >${language.toUpperCase()}</a
        >`,
  );
  return html`<nav aria-label="${visit.t('layout.language')}">${join(choices)}</nav>`;
}
