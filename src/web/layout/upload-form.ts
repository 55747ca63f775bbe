import { type Html, html, type Visit } from '#platform';

/**
 * A form with one file. Its other fields stand before the file, because they are read first; `accept` helps the person to
 * find the file and promises nothing.
 */
export function uploadForm(
  visit: Visit,
  parts: {
    readonly action: string;
    readonly before: Html;
    readonly label: string;
    readonly hint: string;
    readonly accept: string;
    readonly submit: Html;
  },
): Html {
  return html`<form method="post" action="${parts.action}" enctype="multipart/form-data" data-press-once>
    ${visit.formFields()}${parts.before}
    <div class="field">
      <label for="field-file">${parts.label}</label>
      <p class="hint" id="field-file-hint">${parts.hint}</p>
      <input
        id="field-file"
        name="file"
        type="file"
        required
        accept="${parts.accept}"
        aria-describedby="field-file-hint"
      />
    </div>
    ${parts.submit}
  </form>`;
}
