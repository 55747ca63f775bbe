import { type Html, html, nothing, trustedHtml, type Visit } from '#platform';
import { passkeyScriptAddress } from './assets.ts';
import { helpAddress } from './help-topics.ts';

/**
 * A button that shows or makes a passkey and sends the answer as `passkey` with the form it stands in, or else with the
 * page's first one. Hidden where the browser has no JavaScript or no passkeys. One on a page.
 */
export function passkeyPart(
  visit: Visit,
  parts: {
    readonly kind: 'show' | 'make';
    /** What accounts asks with. */
    readonly options: object;
    readonly label: string;
    readonly about?: string;
    readonly first?: boolean;
    /** On a card of its own. */
    readonly card?: boolean;
    /** The browser may offer its passkeys in the field of the identifier. */
    readonly autofill?: boolean;
  },
): Html {
  const { t } = visit;
  return html`<div
      ${parts.card ? trustedHtml('class="card" ') : nothing}data-passkey="${parts.kind}"
      data-options="${JSON.stringify(parts.options)}"
      ${parts.autofill ? trustedHtml('data-autofill ') : nothing}hidden
    >
      ${parts.about ? html`<p>${parts.about}</p>` : nothing}
      <button type="button" class="button${parts.first ? '' : ' secondary'}">${parts.label}</button>
      <p
        class="notice bad"
        role="alert"
        tabindex="-1"
        data-says
        data-cancelled="${t('layout.passkey_cancelled')}"
        ${parts.kind === 'make' ? html`data-already="${t('layout.passkey_already')}"` : nothing}
        data-failed="${t('layout.passkey_failed')}"
        hidden
      >
        <span></span> <a href="${helpAddress('passkeys')}">${t('layout.help_on_this')}</a>
      </p>
    </div>
    <script src="${passkeyScriptAddress()}" defer></script>`;
}

/** Said where a passkey is all that a page is about: to a browser that cannot, until the script finds that it can. */
export function withoutPasskeys(body: Html): Html {
  return html`<div data-without-passkeys>${body}</div>`;
}
