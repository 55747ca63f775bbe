import { type Html, html, nothing, type Visit } from '#platform';

/** What a payer names at the bank, in groups of four, to read out. */
export const billingCode = (code: string): Html =>
  html`<strong class="number">${code.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}</strong>`;

/** Only in the demonstration there is a bank that anybody can pay at. */
export const wayToBank = ({ t, config }: Visit, code: string): Html =>
  config.DEMO
    ? html`<p><a href="${config.origins.inbox}/bank?code=${code}">${t('inbox.to_bank')}</a></p>`
    : nothing;
