import { type Attention, type AttentionKind, attentionKinds, recentDays } from '#contributions';
import { addDays, dayIn, type IsoDate, monthOf } from '#kernel';
import { formatDate, formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { card, notice, supportPhone } from '#web/layout';
import { monthPageAddress } from './month-address.ts';
import { type Run, runName, runsOf } from './attention-runs.ts';

/** A merging that waits. */
type Merging = { readonly endsAt: Date; readonly caseNumber: string };

const shownAtMost = 2;
const namedAtMost = 6;

/**
 * What needs the member's eye, two at most, so that the balance stays on a phone's first screen: the newest first, and what
 * nobody can mend any more behind the rest. A month that the self-employed can pay no more is told for a year.
 */
export function attentionCard(
  visit: Visit,
  attention: readonly Attention[],
  { endedOn, merging }: { readonly endedOn?: IsoDate | undefined; readonly merging?: Merging | undefined },
): Html {
  const { t } = visit;
  const since = addDays(dayIn(visit.now), -recentDays);
  const told = attention.filter((item) => !isTooLate(visit, item) || item.dueOn >= since);
  const past = (run: Run) => Number(isPast(visit, run));
  const runs = runsOf(told).toSorted((one, other) => past(one) - past(other));
  const more = runs.length - shownAtMost;
  return card({
    title: t('portal.attention.title'),
    ...(more > 0
      ? { aside: html`<a href="/contributions">${t('portal.attention.more', { count: more })}</a>` }
      : {}),
    body:
      told.length === 0 && !endedOn && !merging
        ? notice({ kind: 'ok', body: html`${t('portal.attention.none')}` })
        : html`${merging ? mergingItem(visit, merging) : nothing}${endedOn ? endedItem(visit, endedOn) : nothing}${runs.slice(0, shownAtMost).map((run) => attentionItem(visit, run))}`,
  });
}

const isPast = (visit: Visit, { newest }: Run) => newest.kind === 'paid_late' || isTooLate(visit, newest);

/** The self-employed get a billing code for the current month alone, and what they did not pay is no debt. */
const isTooLate = ({ now }: Visit, item: Attention) =>
  isOwn(item) && isUnpaid(item.kind) && item.month < monthOf(dayIn(now));

/** What may be mended by asking or paying; what is past only is told. */
const isUnpaid = (kind: AttentionKind) => kind === 'missing_month' || kind === 'overdue';

/** Two records become one, with the way to the page that stops it. */
export function mergingItem(visit: Visit, { endsAt, caseNumber }: Merging): Html {
  const { t, session, config } = visit;
  const at = formatInstant(endsAt, t.language, session?.timeZone);
  return notice({
    kind: 'warn',
    standing: true,
    body: html`<strong>${t('portal.attention.merging', { at })}</strong>
      <div class="small">
        ${t('portal.attention.merging.text', { case: caseNumber })}
        <a href="/merging/stop">${t('merging.stop.title')}</a> ·
        <a href="${config.origins.sso}/security/cases">${t('cases.title')}</a>
      </div>`,
  });
}

function endedItem(visit: Visit, endedOn: IsoDate): Html {
  const { t } = visit;
  return notice({
    kind: 'warn',
    standing: true,
    body: html`<strong
        >${t('portal.attention.ended', { date: formatDate(endedOn, t.language, 'medium') })}</strong
      >
      <div class="small"><a href="/programmes">${t('portal.attention.ended.link')}</a></div>`,
  });
}

/** Where a month is told in full, or where several stand together. */
const runAddress = ({ newest, count }: Run): string =>
  count > 1 ? `/contributions?year=${newest.month.slice(0, 4)}#m${newest.month}` : monthPageAddress(newest);

function attentionItem(visit: Visit, run: Run): Html {
  const { t } = visit;
  const { newest: item, count } = run;
  const month = runName(visit, run);
  const href = runAddress(run);
  const own = isOwn(item);
  const kind = own ? ownKind(item.kind) : item.kind;
  const due = count > 1 ? t(`portal.attention.${kind}.several`, { count }) : whatIsWrong(visit, kind, item);
  const asks = isUnpaid(kind);
  const ownText = isTooLate(visit, item) ? 'portal.attention.own.past' : 'portal.attention.own.todo';
  const months = count > 1 ? ` · ${t('portal.attention.count', { count })}` : '';
  return notice({
    kind: kind === 'missing_month' ? 'bad' : 'warn',
    standing: true,
    body: html`<strong><a href="${href}">${t(`portal.attention.${kind}`, { month })}${months}</a></strong>
      <div class="small">
        ${due} ${own && asks ? t(ownText) : nothing}
        ${!own && asks && count > 1 ? t.html('portal.attention.call', { phone: supportPhone(visit) }) : nothing}
      </div>`,
  });
}

/** A self-employed member reports by paying, so what is missing is simply not paid. */
const ownKind = (kind: AttentionKind) => (kind === 'missing_month' ? 'overdue' : kind);

function whatIsWrong({ t }: Visit, kind: AttentionKind, item: Attention): string {
  const money = (amount = 0n) => formatRupiah(amount, t.language);
  const text = t(`portal.attention.${kind}.text`, {
    date: formatDate(item.dueOn, t.language, 'medium'),
    days: item.daysLate ?? 0,
    wage: money(item.wage),
    before: money(item.wageBefore),
  });
  return item.minimumExample ? `${text} ${t('portal.month.minimum_example')}` : text;
}

/** The member's own contribution, without an employer in between. */
const isOwn = ({ employerName }: Attention) => employerName === undefined;

/** The same on the history page, in full: what it means and what the member can do. */
export function attentionNotices(visit: Visit, attention: readonly Attention[], linked = true): Html {
  const kinds = [false, true].flatMap((own) =>
    attentionKinds.map((kind) => ({
      kind,
      own,
      ofKind: attention.filter(
        (item) => isOwn(item) === own && (own ? ownKind(item.kind) : item.kind) === kind,
      ),
    })),
  );
  return html`${kinds.filter(({ ofKind }) => ofKind.length > 0).map((one) => kindNotice(visit, { ...one, linked }))}`;
}

function kindNotice(
  visit: Visit,
  {
    kind,
    own,
    ofKind,
    linked,
  }: {
    readonly kind: AttentionKind;
    readonly own: boolean;
    readonly ofKind: readonly Attention[];
    readonly linked: boolean;
  },
): Html {
  const { t } = visit;
  const runs = runsOf(ofKind);
  const named = runs.slice(0, namedAtMost).map((run) => runName(visit, run));
  const more = runs.length - named.length;
  const longest = Math.max(...runs.map(({ count }) => count));
  if (more > 0) named.push(t('portal.attention.more', { count: more }));
  const callsUs = longest > 1 && !own && isUnpaid(kind);
  const links = linked ? monthLinks(visit, runs) : nothing;
  return notice({
    kind: kind === 'missing_month' ? 'bad' : 'warn',
    standing: true,
    title: t(`portal.attention.${kind}.months`, { months: named.join(', ') }),
    body: callsUs
      ? html`${t(`portal.attention.${kind}.several`, { count: longest })}
        ${t.html('portal.attention.call', { phone: supportPhone(visit) })} ${links}`
      : html`${t(own ? ownTodo(kind) : `portal.attention.${kind}.todo`)} ${links}`,
  });
}

/** The months may be pages away in the history. */
function monthLinks(visit: Visit, runs: readonly Run[]): Html {
  const months = runs
    .slice(0, namedAtMost)
    .map((run) => html`<a class="nowrap" href="${runAddress(run)}">${runName(visit, run)}</a> `);
  return html`<p class="links">
    ${visit.t.html('portal.attention.open_months', { months: html`${months}` })}
  </p>`;
}

const ownTodo = (kind: AttentionKind) =>
  kind === 'paid_late' ? 'portal.attention.paid_late.own' : 'portal.attention.own.todo';
