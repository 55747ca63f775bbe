import { componentName, viewAt } from '#operations';
import { formatInstant, type Html, html, join, nothing, type Page, type Visit } from '#platform';
import { badge, card, linkButton, notice, page } from '#web/layout';
import { isOperator, type OperationsServices } from './operations-officer.ts';
import { noticePage } from './operations-notice.ts';
import { newNoticePage } from './operations-new.ts';
import { readOnlyPage } from './operations-read-only.ts';

/** How the service is doing, for officers; operators announce incidents and maintenance and switch to read-only. */
export function operationsPages(services: OperationsServices): Page[] {
  return [
    { path: '/operations', access: 'officer', get: (visit) => overview(services, visit) },
    newNoticePage(services),
    noticePage(services),
    readOnlyPage(services),
  ];
}

async function overview({ status }: OperationsServices, visit: Visit): Promise<Response> {
  await status.look();
  const { t, now } = visit;
  const view = viewAt(status.known(), now);
  const rows = view.known.snapshot?.components.map(
    ({ component, provider, state, since }) =>
      html`<li>
        <div class="pair">
          <span
            ><b>${componentName(t, component)}</b
            >${provider === undefined ? nothing : html` <span class="soft">${provider}</span>`}</span
          >${badge(state === 'operational' ? 'ok' : state === 'down' ? 'bad' : 'warn', t(`status.state_of.${state}`))}
        </div>
        <p class="small soft">${t('status.since', { time: formatInstant(since, t.language) })}</p>
      </li>`,
  );
  const notices = [...view.incidents, ...view.maintenance, ...view.planned].map(
    ({ noticeId, title, kind }) =>
      html`<li>
        <a href="/operations/notices/${noticeId}">${t(`status.kind.${kind}`)}: ${title[t.language]}</a>
      </li>`,
  );
  const body = html`<h1>${t('console.operations.title')}</h1>
    <p class="lead">${t('console.operations.lead')}</p>
    ${switchCard(visit, view.readOnly)}
    ${card({
      title: t('console.operations.notices'),
      body: html`${
        notices.length > 0
          ? html`<ul class="links">
              ${join(notices)}
            </ul>`
          : html`<p>${t('console.operations.none')}</p>`
      }
      ${isOperator(visit) ? linkButton({ href: '/operations/notices/new', label: t('console.operations.new') }) : nothing}`,
    })}
    ${card({
      title: t('status.components'),
      body: rows?.length
        ? html`<ul class="rows">
            ${join(rows)}
          </ul>`
        : html`<p>${t('console.operations.not_measured')}</p>`,
    })}`;
  return visit.html(page(visit, { title: t('console.operations.title'), width: 'wide', body }));
}

function switchCard(visit: Visit, readOnly: ReturnType<typeof viewAt>['readOnly']): Html {
  const { t, now } = visit;
  const action = isOperator(visit)
    ? html`<p><a href="/operations/read-only">${t('console.operations.to_read_only')}</a></p>`
    : nothing;
  if (!readOnly)
    return card({
      title: t('console.read_only.title'),
      body: html`<p>${t('console.read_only.off')}</p>
        ${action}`,
    });
  const { scope, until, reason } = readOnly;
  const time = formatInstant(until, t.language);
  return notice({
    kind: 'warn',
    standing: true,
    title: t(`read_only.title.${scope}`),
    body: html`<p>${reason[t.language]}</p>
      <p>${t(until > now ? 'read_only.until' : 'read_only.overdue', { time })}</p>
      ${action}`,
  });
}
