import { type Html, html, type Visit } from '#platform';
import { card, type HelpTopic, helpAddress, notice, page, supportEmail, supportPhone } from '#web/layout';
import { inlineHtml } from './help-blocks.ts';
import { helpTexts } from './help-files.ts';
import { formerAnchors, type HelpNeed, helpNeeds } from './help-needs.ts';
import { longestQuestion, searchForm, topicLinks } from './help-parts.ts';
import { searchHelp } from './help-search.ts';

/** GET /help: the topics by need. With ?q=… first the answers to the question, or that there is none and who helps. */
export function helpIndexPage(visit: Visit): Html {
  const { t } = visit;
  const question = (visit.context.req.query('q') ?? '').trim().slice(0, longestQuestion);
  const body = html`<h1>${t('help.title')}</h1>
    <p class="lead">${t('help.lead')}</p>
    ${searchForm(visit, question)} ${question === '' ? '' : answers(visit, question)}
    <div class="needs">
      ${(Object.keys(helpNeeds) as HelpNeed[]).map((need) =>
        card({ title: t(`help.need.${need}`), body: topicLinks(visit, helpNeeds[need], formerAnchors) }),
      )}
    </div>`;
  const title = question === '' ? t('help.title') : t('help.found_title', { question });
  return page(visit, { title, width: 'wide', body });
}

function answers(visit: Visit, question: string): Html {
  const { t } = visit;
  const found = searchHelp(question, t.language);
  if (found.length === 0) return nothingFound(visit, question);
  return html`${card({
      title: t('help.found', { count: found.length, question }),
      body: html`<ul class="rows found">
        ${found.map((topic) => answer(visit, topic))}
      </ul>`,
    })}
    <h2>${t('help.all')}</h2>`;
}

function answer(visit: Visit, topic: HelpTopic): Html {
  const { title, blocks } = helpTexts[visit.t.language][topic];
  const lead = blocks.find((block) => block.kind === 'paragraph');
  return html`<li>
    <a href="${helpAddress(topic)}"><strong>${title}</strong></a>
    ${lead ? html`<p class="small soft">${inlineHtml(visit, lead.text)}</p>` : ''}
  </li>`;
}

function nothingFound(visit: Visit, question: string): Html {
  const { t } = visit;
  return html`${notice({
      kind: 'info',
      title: t('help.none', { question }),
      body: html`<p>${t('help.none_todo')}</p>
        <p>${t.html('help.stuck', { phone: supportPhone(visit), email: supportEmail(visit) })}</p>`,
    })}
    <h2>${t('help.all')}</h2>`;
}
