import type { Filing } from '#filings';
import type { Employer } from '#members';
import { formatNumber, type Html, html, type Visit } from '#platform';
import { notice } from '#web/layout';
import { addressOf } from './frame.ts';

/** Shown while the job works; the page looks again by itself. */
export function waitingNotice({ t }: Visit, { state, progressRows }: Filing): Html {
  const rows = formatNumber(progressRows ?? 0, t.language);
  const text = state === 'received' ? t('employer.wait.received', { rows }) : t('employer.wait.approved');
  return notice({
    kind: 'info',
    body: html`<p role="status">${text}</p>
      <p>${t('employer.wait.leave')}</p>`,
  });
}

export function faultNotice(visit: Visit, employer: Employer, filing: Filing): Html {
  const { t } = visit;
  const fault = `filing.fault.${filing.fault as 'empty'}` as const;
  return notice({
    kind: 'bad',
    standing: true,
    title: t('employer.unreadable.title'),
    body: html`<p>${t(fault, { line: filing.faultLine ?? 1, detail: filing.faultDetail ?? '' })}</p>
      <p>${t('employer.unreadable.nothing_changed')}</p>
      <p>
        <a href="${addressOf(employer, `/upload/${filing.kind}`)}">${t('employer.unreadable.again')}</a>
      </p>`,
  });
}
