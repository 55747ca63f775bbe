import { AppError } from '#kernel';
import {
  componentName,
  type Notice,
  noticeById,
  type NoticeState,
  noticeStates,
  updateNotice,
} from '#operations';
import {
  formatInstant,
  type FormFields,
  html,
  type Html,
  join,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { button, card, field, form, notice as box, page, select, textArea } from '#web/layout';
import { isOperator, operatorOf, type OperationsServices } from './operations-officer.ts';
import { timeInJakarta } from './operations-times.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One incident or maintenance: what was written, and the next update, which may end it. */
export function noticePage(services: OperationsServices): Page {
  return {
    path: '/operations/notices/:id',
    access: 'officer',
    get: async (visit) => visit.html(detail(visit, await noticeOf(services, visit), {}, undefined)),
    post: (visit, sent) => update(services, visit, sent),
  };
}

async function noticeOf({ database }: OperationsServices, visit: Visit): Promise<Notice> {
  const id = visit.context.req.param('id') ?? '';
  const found = uuid.test(id) ? await noticeById(database, id) : undefined;
  if (!found) throw new AppError('not_found', 'no such notice');
  return found;
}

async function update(services: OperationsServices, visit: Visit, sent: FormFields): Promise<Response> {
  const by = operatorOf(visit);
  const notice = await noticeOf(services, visit);
  const state: NoticeState | undefined = noticeStates[notice.kind].find((known) => known === sent['state']);
  const endsAt = timeInJakarta(sent['ends_at']);
  const words = { id: sent['text_id'] ?? '', en: sent['text_en'] ?? '' };
  const unreadable = (sent['ends_at'] ?? '').trim() !== '' && !endsAt;
  const done =
    state && !unreadable
      ? await updateNotice(services.database, notice, { state, words, endsAt }, by, visit.now)
      : {
          ok: false as const,
          refusal: unreadable ? ('times_out_of_order' as const) : ('state_unknown' as const),
        };
  if (!done.ok) return visit.html(detail(visit, notice, sent, done.refusal), 422);
  await services.status.look();
  return visit.redirect('/operations');
}

type Problem = 'words_missing' | 'closed' | 'state_unknown' | 'times_out_of_order';

function detail(visit: Visit, notice: Notice, sent: FormFields, problem: Problem | undefined): Html {
  const { t } = visit;
  const updates = notice.updates.map(
    ({ state, at, words }) =>
      html`<li>
        <b>${t(`status.state.${state}`)}</b> <span class="small soft">${formatInstant(at, t.language)}</span>
        <p lang="id">${words.id}</p>
        <p lang="en">${words.en}</p>
      </li>`,
  );
  const title = notice.title[t.language];
  const body = html`<p class="eyebrow"><a href="/operations">${t('console.operations.title')}</a></p>
    <h1>${title}</h1>
    <p class="lead">
      ${t(`status.kind.${notice.kind}`)}:
      ${notice.components.map((name) => componentName(t, name)).join(', ')}
    </p>
    ${problem ? box({ kind: 'bad', body: html`<p>${t(`console.operations.problem.${problem === 'words_missing' ? 'text_missing' : problem}`)}</p>` }) : nothing}
    ${isOperator(visit) && !notice.closedAt ? updateForm(visit, notice, sent) : nothing}
    ${card({
      title: t('console.operations.written'),
      body: html`<ul class="rows">
        ${join(updates)}
      </ul>`,
    })}`;
  return page(visit, { title, width: 'wide', body });
}

function updateForm(visit: Visit, notice: Notice, sent: FormFields): Html {
  const { t } = visit;
  const last = notice.updates[0]?.state ?? noticeStates[notice.kind][0];
  return card({
    title: t('console.operations.update'),
    body: form(visit, {
      action: `/operations/notices/${notice.noticeId}`,
      body: html`${select({
        name: 'state',
        label: t('console.operations.state'),
        value: sent['state'] ?? last,
        options: noticeStates[notice.kind].map((value) => ({ value, label: t(`status.state.${value}`) })),
      })}
      ${textArea({ name: 'text_id', label: t('console.operations.text_id'), rows: 3, maxlength: 2000, value: sent['text_id'] ?? '' })}
      ${textArea({ name: 'text_en', label: t('console.operations.text_en'), rows: 3, maxlength: 2000, value: sent['text_en'] ?? '' })}
      ${field(visit, {
        name: 'ends_at',
        label: t('console.operations.new_end'),
        hint: t('console.operations.time_hint'),
        value: sent['ends_at'] ?? '',
      })}
      ${button({ label: t('console.operations.publish') })}`,
    }),
  });
}
