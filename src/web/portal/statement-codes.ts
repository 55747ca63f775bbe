import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import type { IssueRefusal, Proof, YearStatement } from '#statements';
import { button, card, checkbox, form, helpAddress, notice } from '#web/layout';

export type CodeProblem = IssueRefusal;

/** The codes of this year's statement that are good, and the form for another. */
export function codesCard(
  visit: Visit,
  { year, ties }: YearStatement,
  proofs: readonly Proof[],
  problem: CodeProblem | undefined,
): Html {
  const { t, config } = visit;
  const good = proofs.filter((proof) => proof.year === year);
  const fields = html`${checkbox({
    name: 'amounts',
    label: t('statement.code_amounts'),
    hint: t('statement.code_amounts_hint'),
    checked: true,
  })}
  ${button({ label: t('statement.code_make') })}`;
  return html`<div id="code">
    ${card({
      title: t('statement.code'),
      body: html`${problem ? notice({ kind: 'bad', body: html`<p>${t(`statement.code_refused.${problem}`)}</p>` }) : nothing}
        <p>${t('statement.code_lead', { days: config.STATEMENT_CODE_DAYS })}</p>
        ${good.length > 0 ? codeList(visit, good) : nothing}
        ${ties ? form(visit, { action: `/balance/statement/${year}`, body: fields }) : nothing}
        <p class="links"><a href="${helpAddress('balance')}">${t('layout.help_on_this')}</a></p>`,
    })}
  </div>`;
}

function codeList(visit: Visit, proofs: readonly Proof[]): Html {
  const { t, session } = visit;
  const instant = (at: Date) => formatInstant(at, t.language, session?.timeZone);
  const items = proofs.map(
    ({ proofId, issuedAt, expiresAt, looks }) =>
      html`<li>
        <a href="/balance/proof/${proofId}">${t('statement.code_of', { at: instant(issuedAt) })}</a>
        <span class="small soft"
          >${t('statement.code_known', { until: instant(expiresAt), looks: looksText(visit, looks) })}</span
        >
      </li>`,
  );
  return html`<ul>
    ${items}
  </ul>`;
}

export const looksText = ({ t }: Visit, looks: number): string =>
  looks === 0 ? t('statement.not_checked') : t('statement.checked_times', { looks });
