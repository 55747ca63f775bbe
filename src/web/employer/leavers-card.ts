import { type Filing, type Leaver, leaversOf } from '#filings';
import { formatMonth, formatNumber, type Html, html, nothing, type Visit } from '#platform';
import { badge, card, definitions, notice } from '#web/layout';
import type { Services } from './frame.ts';
import { day, notShown, shownRows } from './shown-rows.ts';

const shownMonths = 6;

/** Whose cards end, by the register's name beside the file's; what is to be looked at twice stands first. */
export async function leaversCard({ database, keys }: Services, visit: Visit, filing: Filing): Promise<Html> {
  const { t } = visit;
  const leavers = await leaversOf(database, keys, filing);
  const shown = leavers.slice(0, shownRows);
  const count = (of: (leaver: Leaver) => boolean) => formatNumber(leavers.filter(of).length, t.language);
  const unlike = count(({ isUnlike }) => isUnlike);
  const later = count(({ reportedAfter }) => reportedAfter.length > 0);
  const warnings = [
    ...(unlike === '0' ? [] : [t('employer.leavers.unlike', { count: unlike })]),
    ...(later === '0' ? [] : [t('employer.leavers.later', { count: later })]),
  ];
  return card({
    title: t(filing.source === 'form' ? 'employer.exit_form.who' : 'employer.kind.exits'),
    body: html`${filing.state === 'checked' && warnings.length > 0 ? notice({ kind: 'warn', body: html`${warnings.map((text) => html`<p>${text}</p>`)}` }) : nothing}
    ${definitions(
      shown.map((leaver) => ({
        term: t('employer.form.card', { number: leaver.memberNumber }),
        value: leaving(visit, leaver),
      })),
    )}
    ${notShown(visit, filing, shown.length)}`,
  });
}

function leaving(visit: Visit, leaver: Leaver): Html {
  const { t } = visit;
  const { registerName, nameInFile, isUnlike, endedOn, reason, reportedAfter } = leaver;
  const differs = nameInFile !== '' && nameInFile.toLowerCase() !== registerName.toLowerCase();
  return html`<strong>${registerName}</strong>
    ${differs ? html`<br />${t('employer.leavers.in_file', { name: nameInFile })}` : nothing}
    ${isUnlike ? badge('warn', t('employer.leavers.other_name')) : nothing}
    <br />${t('employer.exit_form.one', {
      day: day(visit, endedOn),
      reason: reason ? t(`employer.leaving.${reason}`) : '',
    })}
    ${reportedAfter.length > 0 ? html`<br />${badge('warn', t('employer.leavers.look'))} ${t('employer.leavers.reported_after', { months: months(visit, reportedAfter) })}` : nothing}`;
}

function months({ t }: Visit, reported: Leaver['reportedAfter']): string {
  const named = reported.slice(0, shownMonths).map((month) => formatMonth(month, t.language));
  const more = reported.length - named.length;
  return [...named, ...(more > 0 ? [t('employer.leavers.more_months', { more })] : [])].join(', ');
}
