import { deviceName } from '#accounts';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
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
import { gateWords } from './explain-words.ts';
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
      const body = html`<h1>${t('console.explain.title')}</h1>
        ${lookLine(visit, look)} ${conclusion(visit, explanation, look)} ${otherClosed(visit, explanation)}
        ${gatesTable(visit, explanation)} ${codesTable(visit, explanation)} ${knownCard(visit, explanation)}
        ${linkButton({ href: `/look/${look.caseId}`, label: t('console.explain.back'), kind: 'secondary' })}`;
      return consolePage(visit, { title: t('console.explain.title'), body });
    },
  });
}

function conclusion(visit: Visit, explanation: Explanation, look: Look): Html {
  const { t } = visit;
  const { first } = explanation;
  if (!first)
    return notice({
      kind: 'ok',
      title: t('explain.nothing_title'),
      body: html`<p>${t('explain.nothing')}</p>`,
    });
  const { closed, meets } = gateWords(t, first, explanation);
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
function otherClosed(visit: Visit, explanation: Explanation): Html {
  const { t } = visit;
  const others = explanation.gates.filter((one) => !one.open && one !== explanation.first);
  if (others.length === 0) return nothing;
  return card({
    title: t('explain.others'),
    body: html`<ul class="rows">
      ${others.map((one) => html`<li>${gateWords(t, one, explanation).closed}</li>`)}
    </ul>`,
  });
}

function gatesTable({ t }: Visit, { gates }: Explanation): Html {
  return card({
    body: dataTable({
      caption: t('explain.gates'),
      columns: [{ label: t('explain.gate') }, { label: t('explain.state') }],
      rows: gates.map((one) => [t(`explain.gate.${one.gate}`), stateBadge(t, one)]),
    }),
  });
}

function stateBadge(t: Visit['t'], { open, weight }: GateResult): Html {
  if (open) return badge('ok', t('explain.open'));
  return badge(weight === 'stops' ? 'bad' : 'warn', t(`explain.${weight}`));
}

/** The last messages of the day with how far each came; never to whom, and never what it says. */
function codesTable(visit: Visit, { facts }: Explanation): Html {
  const { t } = visit;
  const zone = facts.account?.timeZone;
  if (facts.messages.length === 0)
    return card({ body: html`<p class="soft">${t('explain.no_messages')}</p>` });
  const table = dataTable({
    caption: t('explain.messages'),
    columns: [
      { label: t('explain.sent_at') },
      { label: t('explain.by_way') },
      { label: t('explain.delivery') },
      { label: t('explain.changed_at') },
    ],
    rows: facts.messages.map((message) => [
      formatInstant(message.queuedAt, t.language, zone),
      t(`explain.channel.${message.channel}`),
      t(`explain.delivery.${message.state}`),
      formatInstant(message.changedAt, t.language, zone),
    ]),
  });
  return card({ body: table });
}

/** Known devices and ways of signing in: what the member may be asked to use instead. */
function knownCard(visit: Visit, { facts }: Explanation): Html {
  const { t } = visit;
  const { account } = facts;
  if (!account) return nothing;
  const zone = account.timeZone;
  const devices = account.devices.map(
    (device) =>
      html`<li>
        ${deviceName(visit, device.userAgent)}
        <span class="small soft">${formatInstant(device.lastUsedAt, t.language, zone)}</span>
      </li>`,
  );
  const ways = account.factors.map(({ method }) => html`<li>${t(`security.factor.${method}`)}</li>`);
  const last = facts.lastSignInAt;
  return card({
    title: t('explain.known'),
    body: html`<p>
        ${last ? t('explain.last_sign_in', { at: formatInstant(last, t.language, zone) }) : t('explain.no_sign_in')}
      </p>
      <h3>${t('explain.devices')}</h3>
      ${listOr(devices, t('console.member.none'))}
      <h3>${t('explain.ways')}</h3>
      ${listOr(ways, t('explain.password_only'))}
      <p class="small soft">
        ${t('explain.counts', { passkeys: account.passkeys, codes: account.recoveryCodesLeft })}
      </p>`,
  });
}

function listOr(items: readonly Html[], none: string): Html {
  return items.length > 0
    ? html`<ul>
        ${items}
      </ul>`
    : html`<p>${none}</p>`;
}
