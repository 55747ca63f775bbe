import { type Html, html, type MessageKey, nothing, type Page, type Visit } from '#platform';
import { currentRequest, type DataRequest, requestsOf } from '#privacy';
import { badge, card, helpAddress, notice, type Tone } from '#web/layout';
import { askerOf, dataPage, type DataServices, instant } from './data-frame.ts';

/** One line a right: where it leads, its name, and what it is. */
const rights = [
  ['sso', '/security/who-saw', 'data.who_saw'],
  ['portal', '/data/export', 'data.export'],
  ['portal', '/corrections', 'data.correct'],
  ['portal', '/data/limit', 'data.limit'],
  ['portal', '/data/consents', 'data.consents'],
  ['portal', '/data/delete', 'data.delete'],
] as const;

/** GET /data: every right over the own data (UU 27/2022), and the requests with their clocks. */
export function dataHomePage({ database }: DataServices): Page {
  return {
    path: '/data',
    access: 'member',
    get: async (visit) => {
      const { t } = visit;
      const { accountId } = askerOf(visit);
      const [requests, deletion] = await Promise.all([
        requestsOf(database, accountId),
        currentRequest(database, accountId, 'deletion'),
      ]);
      const body = html`<p class="lead">${t('data.lead')}</p>
        ${deletionNotice(visit, deletion?.dueAt)} ${limitedNotice(visit, requests)}
        ${card({
          title: t('data.rights'),
          body: html`<ul class="rows">
            ${rights.map((right) => rightRow(visit, right))}
          </ul>`,
        })}
        ${card({
          title: t('data.requests'),
          body:
            requests.length === 0
              ? html`<p class="soft">${t('data.no_requests')}</p>`
              : html`<ul class="rows">
                  ${requests.map((request) => requestRow(visit, request))}
                </ul>`,
        })}`;
      return dataPage(visit, { title: t('data.title'), body: html`${body}${help(visit)}`, address: '/data' });
    },
  };
}

const help = ({ t }: Visit) =>
  html`<p><a href="${helpAddress('my-data')}">${t('layout.help_on_this')}</a></p>`;

function rightRow(visit: Visit, [face, path, key]: (typeof rights)[number]): Html {
  const { t, config } = visit;
  const href = face === 'sso' ? `${config.origins.sso}${path}` : path;
  return html`<li>
    <a href="${href}"><strong>${t(key)}</strong></a>
    <div class="small soft">${t(`${key}_hint` satisfies MessageKey)}</div>
  </li>`;
}

/** Says on the pages of a member that the account will be deleted, with the way to stop it. */
export function deletionNotice(visit: Visit, eraseAfter: Date | undefined): Html {
  const { t } = visit;
  if (!eraseAfter) return nothing;
  return notice({
    kind: 'warn',
    standing: true,
    body: html`<p>${t('data.deletion_waits', { at: instant(visit, eraseAfter) })}</p>
      <p><a href="/data/delete">${t('data.deletion_see')}</a></p>`,
  });
}

function limitedNotice(visit: Visit, requests: readonly DataRequest[]): Html {
  const limited = requests.some(({ kind, liftedAt }) => kind === 'limitation' && !liftedAt);
  return limited ? notice({ kind: 'info', body: html`<p>${visit.t('data.limited_now')}</p>` }) : nothing;
}

const tones: Readonly<Record<DataRequest['state'], Tone>> = {
  open: 'warn',
  done: 'ok',
  refused: 'quiet',
  cancelled: 'quiet',
};

/** What was asked for, its number, and its clock or its end. */
export function requestRow(visit: Visit, request: DataRequest): Html {
  const { t } = visit;
  const due = t(request.kind === 'deletion' ? 'data.due_deletion' : 'data.due', {
    at: instant(visit, request.dueAt),
  });
  const clock = request.decidedAt ? t('data.decided', { at: instant(visit, request.decidedAt) }) : due;
  return html`<li>
    <div class="pair">
      <strong>${t(`cases.kind.data_${request.kind}`)}</strong>${badge(
        tones[request.state],
        t(`data.state.${request.state}`),
      )}
    </div>
    <div class="small soft">
      <span class="nowrap">${request.caseNumber}</span> ·
      ${t('data.asked', { at: instant(visit, request.askedAt) })} · ${clock}
    </div>
  </li>`;
}
