import { type Html, html, nothing, trustedHtml, type Visit } from '#platform';

/** `error` is the text under the field and in the summary; `hint` stands above the field. */
export type FieldParts = {
  readonly name: string;
  /** When a page has several fields of one name. */
  readonly id?: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'email' | 'tel';
  readonly value?: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly autocomplete?: string;
  readonly inputmode?: 'text' | 'numeric' | 'email' | 'tel';
  readonly maxlength?: number;
  readonly big?: boolean;
  readonly autofocus?: boolean;
};

const attribute = (name: string, value: string | number | undefined): Html =>
  value === undefined ? nothing : html` ${trustedHtml(name)}="${value}"`;

const flag = (name: string, on: boolean | undefined): Html => (on ? trustedHtml(` ${name}`) : nothing);

/**
 * A field with its label. A password is never filled in again; it has a show button (with JavaScript only, hidden
 * without) and a Caps Lock hint.
 */
export function field(visit: Visit, parts: FieldParts): Html {
  const { name, type = 'text' } = parts;
  const id = parts.id ?? `field-${name}`;
  const password = type === 'password';
  const described = [parts.hint && `${id}-hint`, parts.error && `${id}-error`].filter(Boolean).join(' ');
  const [filledWith = ''] = (parts.autocomplete ?? '').split(' ');
  const identifies = password || ['username', 'email', 'tel', 'one-time-code'].includes(filledWith);
  return html`<div class="field">
    <label for="${id}" ${attribute('class', password ? 'beside-show' : undefined)}>${parts.label}</label>
    ${parts.hint ? html`<p class="hint" id="${id}-hint">${parts.hint}</p>` : nothing}<input
      id="${id}"
      name="${name}"
      type="${type}"
      ${[
        attribute('value', password ? undefined : parts.value),
        attribute('autocomplete', parts.autocomplete),
        attribute('inputmode', parts.inputmode),
        attribute('maxlength', parts.maxlength),
        attribute('aria-describedby', described || undefined),
        attribute('aria-invalid', parts.error ? 'true' : undefined),
        attribute('class', parts.big ? 'big' : undefined),
        flag('autocapitalize="none" autocorrect="off" spellcheck="false"', identifies),
        flag('autofocus', parts.autofocus),
      ]}
    />${parts.error ? html`<p class="wrong" id="${id}-error">${parts.error}</p>` : nothing}${
      // Behind the field, where the keyboard comes by it second; it is shown beside the label.
      password
        ? html`<button type="button" class="show" aria-controls="${id}" hidden>
              ${visit.t('layout.show_password')}
            </button>
            <p class="hint caps" role="status" data-for="${id}" hidden>${visit.t('layout.caps_lock')}</p>`
        : nothing
    }
  </div>`;
}

/** The choice of one file. Nothing fills it in again, so a page keeps what else was typed. */
export function fileField(parts: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** Media types, for the dialog of the browser only. */
  readonly accept: string;
  readonly error?: string | undefined;
}): Html {
  const id = `field-${parts.name}`;
  return html`<div class="field">
    <label for="${id}">${parts.label}</label>
    <p class="hint" id="${id}-hint">${parts.hint}</p>
    <input
      id="${id}"
      name="${parts.name}"
      type="file"
      accept="${parts.accept}"
      aria-describedby="${id}-hint${parts.error ? ` ${id}-error` : ''}"
      ${flag('aria-invalid="true"', parts.error !== undefined)}
    />${parts.error ? html`<p class="wrong" id="${id}-error">${parts.error}</p>` : nothing}
  </div>`;
}

export function checkbox(parts: {
  readonly name: string;
  /** When the page holds several of this name. */
  readonly id?: string;
  readonly label: string;
  readonly hint?: string;
  readonly checked?: boolean;
}): Html {
  const id = parts.id ?? `field-${parts.name}`;
  const described = attribute('aria-describedby', parts.hint ? `${id}-hint` : undefined);
  return html`<div class="check">
    <input
      type="checkbox"
      id="${id}"
      name="${parts.name}"
      value="on"
      ${described}${flag('checked', parts.checked)}
    /><label for="${id}">${parts.label}</label>${
      parts.hint ? html`<p class="hint" id="${id}-hint">${parts.hint}</p>` : nothing
    }
  </div>`;
}

/** A choice of one from a list, for filters. `''` as value means all. */
export function select(parts: {
  readonly name: string;
  /** When the page holds several of this name. */
  readonly id?: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: string;
  readonly options: readonly Option[];
}): Html {
  const id = parts.id ?? `field-${parts.name}`;
  const described = [parts.hint && `${id}-hint`, parts.error && `${id}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${id}">${parts.label}</label>
    ${parts.hint ? html`<p class="hint" id="${id}-hint">${parts.hint}</p>` : nothing}<select
      id="${id}"
      name="${parts.name}"
      ${[attribute('aria-describedby', described || undefined), attribute('aria-invalid', parts.error ? 'true' : undefined)]}
    >
      ${grouped(parts.options, parts.value)}</select
    >${parts.error ? html`<p class="wrong" id="${id}-error">${parts.error}</p>` : nothing}
  </div>`;
}

/** Options of one group stand together, under its name. */
type Option = { readonly value: string; readonly label: string; readonly group?: string };

function grouped(options: readonly Option[], chosen: string): readonly Html[] {
  return [...Map.groupBy(options, ({ group }) => group)].map(([group, members]) => {
    const items = members.map(
      ({ value, label }) =>
        html`<option value="${value}" ${flag('selected', value === chosen)}>${label}</option>`,
    );
    return group === undefined ? html`${items}` : html`<optgroup label="${group}">${items}</optgroup>`;
  });
}

/** A form that posts to `action`, with CSRF fields and a guard against double taps; `file`: it brings a file along. */
export function form(
  visit: Visit,
  parts: { readonly action: string; readonly body: Html; readonly file?: boolean },
): Html {
  return html`<form
    method="post"
    action="${parts.action}"
    ${parts.file ? trustedHtml('enctype="multipart/form-data" ') : nothing}data-press-once
  >
    ${visit.formFields()}${parts.body}
  </form>`;
}

/** `countdownTo` makes the button count down in place (with JavaScript) until it may be pressed. */
export function button(parts: {
  readonly label: string;
  readonly kind?: 'primary' | 'secondary' | 'link';
  readonly name?: string;
  readonly value?: string;
  readonly countdownTo?: Date;
}): Html {
  const { kind = 'primary' } = parts;
  return html`<button
    class="button${kind === 'primary' ? '' : ` ${kind}`}"
    ${[
      attribute('name', parts.name),
      attribute('value', parts.value),
      attribute('data-countdown-to', parts.countdownTo?.toISOString()),
    ]}
  >
    ${parts.label}
  </button>`;
}

/** A link that looks like a button: it opens a page and changes nothing. */
export function linkButton(parts: {
  readonly href: string;
  readonly label: string;
  readonly kind?: 'primary' | 'secondary';
}): Html {
  return html`<a class="button${parts.kind === 'secondary' ? ' secondary' : ''}" href="${parts.href}"
    >${parts.label}</a
  >`;
}
