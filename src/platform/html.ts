import { html as honoHtml, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Markup that is safe to send: made only by the `html` tag, which escapes every value put into it. */
export type Html = HtmlEscapedString;

export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return honoHtml(strings, ...values.map((value) => value ?? '')) as Html;
}

/** Text that our own program made and that is known to be markup, such as a chart. Never a person's input. */
export function trustedHtml(markup: string): Html {
  return raw(markup);
}

export const nothing: Html = trustedHtml('');

export function join(pieces: readonly Html[]): Html {
  return trustedHtml(pieces.join(''));
}
