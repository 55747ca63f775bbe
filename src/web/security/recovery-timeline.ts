import type { RecoveryView } from '#accounts';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { badge, card, notice, type Tone } from '#web/layout';

/** Where a recovery stands: the steps with their times, and what is closed meanwhile. */
export function timeline(visit: Visit, view: RecoveryView): Html {
  const { t } = visit;
  const open = view.state === 'waiting' || view.state === 'ready';
  return html`${card({ title: t('security.status.steps'), body: steps(visit, stepsOf(visit, view)) })}
  ${
    open
      ? notice({ kind: 'warn', standing: true, body: html`<p>${t('security.status.read_only')}</p>` })
      : nothing
  }`;
}

type Step = {
  readonly label: string;
  readonly state: 'done' | 'waiting' | 'open' | 'late';
  readonly detail: string;
};

const tones: Readonly<Record<Step['state'], Tone>> = {
  done: 'ok',
  waiting: 'warn',
  open: 'quiet',
  late: 'bad',
};

/** One under the other, because each has a whole date; its state is a word, not only a colour. */
function steps({ t }: Visit, all: readonly Step[]): Html {
  return html`<ol class="rows">
    ${all.map(
      ({ label, state, detail }) =>
        html`<li>
          <p>${badge(tones[state], t(`security.status.state_${state}`))} ${label}</p>
          <p class="small">${detail}</p>
        </li>`,
    )}
  </ol>`;
}

function stepsOf(visit: Visit, view: RecoveryView): Step[] {
  const { t } = visit;
  const at = (instant: Date) => formatInstant(instant, t.language);
  const begun: Step = {
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
        detail: at(view.closedAt ?? visit.now),
      },
    ];
  const last: Step = {
    label: t(lastLabel(view)),
    state: lastState(view),
    detail: at(view.state === 'done' && view.closedAt ? view.closedAt : view.finishBefore),
  };
  return [begun, waitStep(visit, view, waited), last];
}

function lastLabel({ state, kind }: RecoveryView) {
  if (state === 'expired') return 'security.status.expired';
  if (state === 'done' && (kind === 'factor' || kind === 'password'))
    return `security.status.was_set_${kind}` as const;
  return `security.status.set_${kind}` as const;
}

function lastState({ state }: RecoveryView): Step['state'] {
  if (state === 'done') return 'done';
  if (state === 'expired') return 'late';
  return state === 'ready' ? 'waiting' : 'open';
}

function waitStep({ t }: Visit, view: RecoveryView, waited: boolean): Step {
  return {
    label: t(waited ? 'security.status.waited' : 'security.status.waits'),
    state: waited ? 'done' : 'waiting',
    detail: formatInstant(view.endsAt, t.language),
  };
}
