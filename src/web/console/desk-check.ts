import type { DeskState } from '#accounts';
import { formatInstant, formatMonth, formatTime, type Html, html, nothing, type Visit } from '#platform';
import type { IdentityCheck, RemedyRefusal } from '#support';
import { button, card, field, form, notice } from '#web/layout';
import { limitName } from './home.ts';

/** Why something was refused, and what to do now. */
export function deskProblem(visit: Visit, problem: RemedyRefusal): Html {
  const { t } = visit;
  const text =
    problem.kind === 'limit' && problem.limit.startsWith('desk_checks')
      ? t('console.desk.refused.tries', {
          limit: limitName(visit, problem.limit),
          until: formatInstant(problem.until, t.language, visit.session?.timeZone),
        })
      : problem.kind === 'limit'
        ? t('console.desk.refused.limit', {
            limit: limitName(visit, problem.limit),
            until: formatInstant(problem.until, t.language, visit.session?.timeZone),
          })
        : t(`console.desk.refused.${problem.kind}`);
  return notice({ kind: 'bad', body: html`<p>${text}</p>` });
}

/** The questions, or what came of them, and then the call back. */
export function checkCard(
  visit: Visit,
  caseId: string,
  check: IdentityCheck | undefined,
  state: DeskState,
): Html {
  if (check?.state === 'asked') return questions(visit, caseId, check);
  if (check?.state === 'passed') return passed(visit, caseId, check, state);
  const { t } = visit;
  return html`${
    check
      ? notice({
          kind: 'bad',
          standing: true,
          body: html`<p>${t('console.desk.failed', { tries: visit.config.DESK_CHECKS_PER_CASE })}</p>`,
        })
      : nothing
  }
  ${card({
    title: t('console.desk.check'),
    body: html`<p>${t('console.desk.check_text')}</p>
      ${actForm(visit, caseId, 'ask', t('console.desk.ask'))}`,
  })}`;
}

function actForm(visit: Visit, caseId: string, act: string, label: string, fields: Html = nothing): Html {
  return form(visit, {
    action: `/desk/${caseId}`,
    body: html`${fields}${button({ label, name: 'act', value: act })}`,
  });
}

function questions(visit: Visit, caseId: string, { asked, expiresAt }: IdentityCheck): Html {
  const { t } = visit;
  const month = (of: IdentityCheck['asked'][number]['from']) =>
    of === undefined ? t('console.desk.until_now') : formatMonth(of, t.language);
  const fields = asked.map(({ fact, from, to }, place) =>
    field(visit, {
      name: `answer${place}`,
      label: t(`console.desk.fact.${fact}`, { from: month(from), to: month(to) }),
      maxlength: 200,
      autocomplete: 'off',
    }),
  );
  return card({
    title: t('console.desk.check'),
    body: html`<p>
        ${t('console.desk.questions_text', { until: formatTime(expiresAt, t.language, visit.session?.timeZone) })}
      </p>
      ${actForm(visit, caseId, 'answer', t('console.desk.answer'), html`${fields}`)}`,
  });
}

function passed(
  visit: Visit,
  caseId: string,
  { calledAt, expiresAt }: IdentityCheck,
  { contacts }: DeskState,
): Html {
  const { t } = visit;
  const phone = contacts.find(({ channel }) => channel === 'sms');
  const until = formatTime(expiresAt, t.language, visit.session?.timeZone);
  return html`${notice({
    kind: 'ok',
    standing: true,
    body: html`<p>${t('console.desk.passed', { until })}</p>`,
  })}
  ${card({
    title: t('console.desk.call'),
    body: phone
      ? html`<p>
            ${t.html('console.desk.call_text', { number: html`<strong class="nowrap">${phone.masked}</strong>` })}
          </p>
          ${
            calledAt
              ? html`<p><strong>${t('console.desk.called')}</strong></p>`
              : actForm(visit, caseId, 'called', t('console.desk.call_done'))
          }`
      : html`<p>${t('console.desk.call_none')}</p>`,
  })}`;
}
