import type { RecoveryView } from '#accounts';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { card, chain, type ChainStep, notice } from '#web/layout';

/** Where a recovery stands: the steps with their times, and what is closed meanwhile. */
export function timeline(visit: Visit, view: RecoveryView): Html {
  const { t } = visit;
  const open = view.state === 'waiting' || view.state === 'ready';
  return html`${card({ title: t('security.status.steps'), body: chain(stepsOf(visit, view)) })}
  ${
    open
      ? notice({ kind: 'warn', standing: true, body: html`<p>${t('security.status.read_only')}</p>` })
      : nothing
  }`;
}

function stepsOf(visit: Visit, view: RecoveryView): ChainStep[] {
  const { t } = visit;
  const at = (instant: Date) => formatInstant(instant, t.language);
  const begun: ChainStep = {
    label: t('security.status.begun'),
    state: 'done',
    detail: at(view.startedAt),
  };
  const waited = view.endsAt <= (view.closedAt ?? visit.now);
  if (view.state === 'cancelled')
    return [
      begun,
      ...(waited ? [waitStep(visit, view, true)] : []),
      {
        label: t('security.status.cancelled'),
        state: 'late',
        detail: view.closedAt ? at(view.closedAt) : undefined,
      },
    ];
  const last: ChainStep = {
    label: t(view.state === 'expired' ? 'security.status.expired' : `security.status.set_${view.kind}`),
    state: lastState(view),
    detail: at(view.state === 'done' && view.closedAt ? view.closedAt : view.finishBefore),
  };
  return [begun, waitStep(visit, view, waited), last];
}

function lastState({ state }: RecoveryView): ChainStep['state'] {
  if (state === 'done') return 'done';
  if (state === 'expired') return 'late';
  return state === 'ready' ? 'waiting' : 'open';
}

function waitStep({ t }: Visit, view: RecoveryView, waited: boolean): ChainStep {
  return {
    label: t(waited ? 'security.status.waited' : 'security.status.waits'),
    state: waited ? 'done' : 'waiting',
    detail: formatInstant(view.endsAt, t.language),
  };
}
