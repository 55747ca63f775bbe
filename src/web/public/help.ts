import { AppError } from '#kernel';
import { type Html, html, type Page, type Visit } from '#platform';
import { helpAddress, page, supportEmail, supportPhone, card } from '#web/layout';
import { helpCards, inlineHtml } from './help-blocks.ts';
import { helpTexts, isHelpTopic } from './help-files.ts';
import { helpIndexPage } from './help-index.ts';
import { searchForm, topicLinks } from './help-parts.ts';
import type { Block } from './help-text.ts';

/** Help for everybody, on every face at the same addresses: what people need, the answers to a question, one topic (G25). */
export function helpPages(): Page[] {
  return [
    { path: '/help', access: 'public', get: (visit) => visit.html(helpIndexPage(visit)) },
    { path: '/help/:topic', access: 'public', get: showTopic },
  ];
}

function showTopic(visit: Visit): Response {
  const topic = visit.context.req.param('topic') ?? '';
  if (!isHelpTopic(topic)) throw new AppError('not_found', 'no such help topic');
  const { t } = visit;
  const { title, see, blocks } = helpTexts[t.language][topic];
  const [lead, rest] = leadAndRest(blocks);
  const body = html`<p class="eyebrow"><a href="/help">${t('help.title')}</a></p>
    <h1>${title}</h1>
    ${lead === undefined ? '' : html`<p class="lead">${inlineHtml(visit, lead)}</p>`}
    ${helpCards(visit, rest)} ${topic === 'contact' ? '' : stillStuck(visit)} ${searchForm(visit, '')}
    <nav aria-label="${t('help.related')}">
      ${card({ title: t('help.related'), body: topicLinks(visit, see.filter(isHelpTopic)) })}
    </nav>`;
  return visit.html(page(visit, { title, body }));
}

/** The first paragraph stands under the title. */
function leadAndRest(
  blocks: readonly Block[],
): [Extract<Block, { kind: 'paragraph' }>['text'] | undefined, readonly Block[]] {
  const [first, ...rest] = blocks;
  return first?.kind === 'paragraph' ? [first.text, rest] : [undefined, blocks];
}

function stillStuck(visit: Visit): Html {
  const { t } = visit;
  const phone = supportPhone(visit);
  return html`<p>
    ${t.html('help.stuck', { phone, email: supportEmail(visit) })}
    <a href="${helpAddress('contact')}">${t('help.stuck_link')}</a> ·
    <a href="${visit.config.origins.sso}/ask">${t('cases.ask.title')}</a>
  </p>`;
}
