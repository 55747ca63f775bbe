import { formatDate, formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { CheckAnswer, Checked } from '#statements';
import { card, definitions, notice, supportPhone } from '#web/layout';

/** What is said for a code, and how to compare it with the paper. */
export function answered(visit: Visit, answer: CheckAnswer): Html {
  const { t } = visit;
  if (answer.kind === 'good') return goodAnswer(visit, answer.checked);
  if (answer.kind === 'mistyped') return nothing;
  const text =
    answer.kind === 'too_many'
      ? t('statement.check.too_many', { until: formatInstant(answer.until, t.language) })
      : t.html('statement.check.not_good', {
          days: visit.config.STATEMENT_CODE_DAYS,
          phone: supportPhone(visit),
        });
  return notice({ kind: 'bad', body: html`<p>${text}</p>` });
}

function goodAnswer(visit: Visit, checked: Checked): Html {
  const { t, config } = visit;
  const { maskedName, memberNumberEnds, year, until, state, issuedAt, expiresAt } = checked;
  const facts = [
    { term: t('statement.check.name'), value: maskedName },
    { term: t('statement.check.number'), value: memberNumberEnds.map((end) => `•••${end}`).join(', ') },
    {
      term: t('statement.span'),
      value: t('statement.span_text', { year, until: formatDate(until, t.language) }),
    },
    { term: t('statement.state'), value: t(`statement.state.${state}`) },
    { term: t('statement.check.issued'), value: formatInstant(issuedAt, t.language) },
    { term: t('statement.code_until'), value: formatInstant(expiresAt, t.language) },
  ];
  return html`${notice({
    kind: 'ok',
    title: t('statement.check.good'),
    body: html`<p>${t('statement.check.compare')}</p>
      ${config.DEMO ? html`<p>${t('statement.example')}</p>` : nothing}`,
  })}
  ${card({
    title: t('statement.check.says'),
    body: html`${definitions([...facts, ...amountRows(visit, checked)])}
    ${checked.amounts ? nothing : html`<p>${t('statement.check.no_amounts')}</p>`}`,
  })}`;
}

function amountRows({ t }: Visit, { amounts, year, until }: Checked) {
  if (!amounts) return [];
  const row = (term: string, amount: bigint) => ({
    term,
    value: html`<span class="nowrap">${formatRupiah(amount, t.language)}</span>`,
  });
  return [
    row(t('statement.opening', { year }), amounts.opening),
    row(t('statement.contributions'), amounts.contributions),
    row(t('statement.returns'), amounts.returns),
    row(t('statement.payments'), amounts.payments),
    row(t('statement.corrections'), amounts.corrections),
    row(t('statement.closing', { date: formatDate(until, t.language) }), amounts.closing),
  ];
}
