import type { RecoveryView } from '#accounts';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { notice } from '#web/layout';

const told = {
  waiting: 'console.desk.recovery.waiting',
  ready: 'console.desk.recovery.ready',
  cancelled: 'console.desk.recovery.cancelled',
  expired: 'console.desk.recovery.expired',
  done: 'console.desk.recovery.done',
} as const satisfies Record<RecoveryView['state'], string>;

/** How the account's recovery of the last month stands, so that the desk can say it and nobody starts a second one. */
export function recoveryNotice({ t, session }: Visit, recovery: RecoveryView | undefined): Html {
  if (!recovery) return nothing;
  const { state, endsAt, finishBefore, closedAt } = recovery;
  const shown = { waiting: endsAt, ready: finishBefore, expired: finishBefore } as const;
  const at = formatInstant(
    state in shown ? shown[state as keyof typeof shown] : (closedAt ?? endsAt),
    t.language,
    session?.timeZone,
  );
  return notice({
    kind: state === 'waiting' || state === 'ready' ? 'warn' : 'info',
    standing: true,
    body: html`<p>${t(told[state], { at })}</p>`,
  });
}
