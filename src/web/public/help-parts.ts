import { type Html, html, type Visit } from '#platform';
import { type HelpTopic, helpAddress } from '#web/layout';
import { helpTexts } from './help-files.ts';

export const longestQuestion = 100;

/** Asks for words. A GET, so that an answer can be kept, sent on and opened again. */
export function searchForm(visit: Visit, question: string): Html {
  const { t } = visit;
  return html`<form method="get" action="/help" role="search" class="ask">
    <label for="field-q">${t('help.search.label')}</label>
    <div>
      <input id="field-q" name="q" value="${question}" maxlength="${longestQuestion}" autocomplete="off" />
      <button class="button">${t('help.search.button')}</button>
    </div>
  </form>`;
}

export function topicLinks(
  visit: Visit,
  topics: readonly HelpTopic[],
  anchors: Readonly<Partial<Record<HelpTopic, string>>> = {},
): Html {
  const texts = helpTexts[visit.t.language];
  const items = topics.map((topic) => {
    const link = html`<a href="${helpAddress(topic)}">${texts[topic].title}</a>`;
    const anchor = anchors[topic];
    return anchor === undefined ? html`<li>${link}</li>` : html`<li id="${anchor}">${link}</li>`;
  });
  return html`<ul class="links">
    ${items}
  </ul>`;
}
