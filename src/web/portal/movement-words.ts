import type { SavingsMovement } from '#contributions';
import { formatMonth, formatRupiah, type Html, html, type Language, type Visit } from '#platform';

/** What a movement of the savings is called. */
export function movementName(visit: Visit, row: SavingsMovement): string {
  const { t } = visit;
  if (row.kind === 'contribution' && row.month)
    return t('portal.movement.contribution', { month: formatMonth(row.month, t.language, 'short') });
  if (row.kind === 'return')
    return t('portal.movement.return', { year: (row.month ?? row.postedOn).slice(0, 4) });
  return t(row.kind === 'payment' ? 'portal.movement.payment' : 'portal.movement.correction');
}

export function signed(amount: bigint, language: Language): string {
  return amount > 0n ? `+${formatRupiah(amount, language)}` : formatRupiah(amount, language);
}

/** The way to say that a row is not known; read aloud, each says of which row. */
export function askLink({ t }: Visit, href: string, what: string): Html {
  return html`<p class="links small">
    <a href="${href}">${t('movement.link')}<span class="unseen">: ${what}</span></a>
  </p>`;
}
