import { type Html, html, nothing, trustedHtml } from '#platform';

export type TextAreaParts = {
  readonly name: string;
  /** When a page has several of one name. */
  readonly id?: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly rows: number;
  readonly maxlength: number;
  /** What was typed, when the form is shown again. */
  readonly value?: string;
};

/** Several lines of text; what was typed is filled in again only where the page says so. */
export function textArea(parts: TextAreaParts): Html {
  const id = parts.id ?? `field-${parts.name}`;
  const described = [parts.hint && `${id}-hint`, parts.error && `${id}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${id}">${parts.label}</label>
    ${parts.hint ? html`<p class="hint" id="${id}-hint">${parts.hint}</p>` : nothing}<textarea
      id="${id}"
      name="${parts.name}"
      rows="${parts.rows}"
      maxlength="${parts.maxlength}"
      autocomplete="off"
      spellcheck="false"
      ${described ? html` aria-describedby="${described}"` : nothing}
      ${parts.error ? trustedHtml(' aria-invalid="true"') : nothing}
    >
${parts.value ?? ''}</textarea
    >${parts.error ? html`<p class="wrong" id="${id}-error">${parts.error}</p>` : nothing}
  </div>`;
}
