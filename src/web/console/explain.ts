import { type Html, html, nothing, type Visit } from '#platform';
import {
  type Explanation,
  explainSignIn,
  type GateResult,
  type Look,
  type AdviceName,
  advice,
  type SupportServices,
} from '#support';
import { badge, card, dataTable, linkButton, notice } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { explainedWords, type ExplainedWords } from './explained.ts';
import { consolePage } from './frame.ts';
import { lookLine } from './look.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** Why can this member not sign in? Every gate in order, the first closed one, and what this role may offer. */
export function explainPage(services: SupportServices): ConsolePage {
  return behindLook(services, {
    path: '/look/:caseId/explain',
    roles: deskRoles,
    get: async (visit, look) => {
      const { t } = visit;
      const explanation = await explainSignIn(services, look, visit.session?.roles ?? []);
      const words = explainedWords(t, explanation);
      const body = html`<h1>${t('console.explain.title')}</h1>
        ${lookLine(visit, look)} ${conclusion(visit, explanation, words, look)} ${otherClosed(visit, words)}
        ${gatesTable(visit, words)} ${messagesTable(visit, words)} ${knownCard(visit, words)}
        ${linkButton({ href: `/look/${look.caseId}`, label: t('console.explain.back'), kind: 'secondary' })}`;
      return consolePage(visit, { title: t('console.explain.title'), body });
    },
  });
}

function conclusion(visit: Visit, { first }: Explanation, words: ExplainedWords, look: Look): Html {
  const { t } = visit;
  if (!first || !words.first)
    return notice({
      kind: 'ok',
      title: t('explain.nothing_title'),
      body: html`<p>${t('explain.nothing')}</p>`,
    });
  const { closed, meets } = words.first;
  return html`${notice({
    kind: first.weight === 'stops' ? 'bad' : 'warn',
    standing: true,
    title: closed,
    body: html`<p>${t('explain.meets_lead')} ${meets}</p>`,
  })}
  ${
    first.remedies.length === 0
      ? nothing
      : card({
          title: t('explain.remedies'),
          body: html`<ul class="rows">
            ${first.remedies.map((name) => remedyItem(visit, name, look))}
          </ul>`,
        })
  }`;
}

function remedyItem({ t }: Visit, name: AdviceName, look: Look): Html {
  const { where } = advice[name];
  const text = t(`explain.remedy.${name}`);
  if (where === 'told') return html`<li>${text}</li>`;
  return html`<li>
    <a href="/${where === 'death-by-two' ? 'death' : 'desk'}/${look.caseId}">${text}</a>${
      where !== 'desk' ? html` <span class="small soft">${t('explain.by_two')}</span>` : nothing
    }
  </li>`;
}

/** What stands in the way behind the first gate. */
function otherClosed({ t }: Visit, { others }: ExplainedWords): Html {
  if (others.length === 0) return nothing;
  return card({
    title: t('explain.others'),
    body: html`<ul class="rows">
      ${others.map((closed) => html`<li>${closed}</li>`)}
    </ul>`,
  });
}

function gatesTable({ t }: Visit, { gates }: ExplainedWords): Html {
  return card({
    body: dataTable({
      caption: t('explain.gates'),
      columns: [{ label: t('explain.gate') }, { label: t('explain.state') }],
      rows: gates.map(({ name, state, result }) => [name, stateBadge(state, result)]),
    }),
  });
}

function stateBadge(state: string, { open, weight }: GateResult): Html | string {
  if (open === undefined) return state;
  if (open) return badge('ok', state);
  return badge(weight === 'stops' ? 'bad' : 'warn', state);
}

/** The last messages of the day with how far each came; never to whom, and never what it says. */
function messagesTable({ t }: Visit, { messages }: ExplainedWords): Html {
  if (messages.length === 0) return card({ body: html`<p class="soft">${t('explain.no_messages')}</p>` });
  const table = dataTable({
    caption: t('explain.messages'),
    columns: [
      { label: t('explain.sent_at') },
      { label: t('explain.by_way') },
      { label: t('explain.delivery') },
      { label: t('explain.changed_at') },
    ],
    rows: messages.map((cells) => [...cells]),
  });
  return card({ body: table });
}

/** Known devices and ways of signing in: what the member may be asked to use instead. */
function knownCard({ t }: Visit, { known }: ExplainedWords): Html {
  if (!known) return nothing;
  const devices = known.devices.map(
    ({ name, usedAt }) => html`<li>${name} <span class="small soft">${usedAt}</span></li>`,
  );
  const ways = known.ways.map((way) => html`<li>${way}</li>`);
  return card({
    title: t('explain.known'),
    body: html`<p>${known.lastSignIn}</p>
      <h3>${t('explain.devices')}</h3>
      ${listOr(devices, t('console.member.none'))}
      <h3>${t('explain.ways')}</h3>
      ${listOr(ways, t('explain.password_only'))}
      <p class="small soft">${known.counts}</p>`,
  });
}

function listOr(items: readonly Html[], none: string): Html {
  return items.length > 0
    ? html`<ul>
        ${items}
      </ul>`
    : html`<p>${none}</p>`;
}
