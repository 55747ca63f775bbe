import type { AppError, IsoDate, Month, Rupiah } from '#kernel';
import type { Asset, Config, Html, Visit } from '#platform';

/** DOOR (agreed): page shell and components; no subject knowledge. */
export type PageParts = {
  readonly title: string;
  readonly body: Html;
  /** Which menu entry is current; the menu shows only with a session. */
  readonly menu?: readonly { readonly href: string; readonly label: string; readonly current: boolean }[];
  /** `narrow` for sign-in and single-action pages, `wide` for the member's pages. */
  readonly width?: 'narrow' | 'wide';
  /** Address (path) that logs out with a POST; shown with the session's visible end time. */
  readonly signOut?: string;
};
export function page(_visit: Visit, _parts: PageParts): Html {
  throw new Error('not built');
}
export function renderError(_visit: Visit, _error: AppError): Html {
  throw new Error('not built');
}
export function styleHashes(_config: Config): readonly string[] {
  throw new Error('not built');
}
export function assets(): ReadonlyMap<string, Asset> {
  throw new Error('not built');
}
/** `error` is the text under the field and in the summary; `hint` stands above the field. */
export type FieldParts = {
  readonly name: string;
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
/** A password field has a show button (works with JavaScript only, hidden without) and a Caps Lock hint. */
export function field(_visit: Visit, _parts: FieldParts): Html {
  throw new Error('not built');
}
export function checkbox(_parts: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly checked?: boolean;
}): Html {
  throw new Error('not built');
}
/** A form that posts to `action`, with CSRF fields and a guard against double taps. */
export function form(_visit: Visit, _parts: { readonly action: string; readonly body: Html }): Html {
  throw new Error('not built');
}
/** `countdownTo` makes the button count down in place (with JavaScript) until it may be pressed. */
export function button(_parts: {
  readonly label: string;
  readonly kind?: 'primary' | 'secondary' | 'link';
  readonly name?: string;
  readonly value?: string;
  readonly countdownTo?: Date;
}): Html {
  throw new Error('not built');
}
export function card(_parts: {
  readonly title?: string;
  readonly aside?: Html;
  readonly body: Html;
  readonly level?: 2 | 3;
}): Html {
  throw new Error('not built');
}
/** What happened, what to do now, who helps. `kind` bad has role=alert and takes the focus. */
export function notice(_parts: {
  readonly kind: 'ok' | 'warn' | 'bad' | 'info';
  readonly title?: string;
  readonly body: Html;
}): Html {
  throw new Error('not built');
}
export type Tone = 'ok' | 'warn' | 'bad' | 'quiet';
export function badge(_tone: Tone, _label: string): Html {
  throw new Error('not built');
}
/** The four steps reported → billed → paid → posted (or delivery steps), each done, waiting or not yet. */
export function chain(
  _steps: readonly { readonly label: string; readonly state: 'done' | 'late' | 'waiting' | 'open' }[],
): Html {
  throw new Error('not built');
}
/** Term and value pairs. */
export function definitions(
  _rows: readonly { readonly term: string; readonly value: Html | string }[],
): Html {
  throw new Error('not built');
}
/** A table on a wide screen, cards on a phone (the first two columns lead); never a sideways scroll. */
export function dataTable(_parts: {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly (Html | string)[])[];
}): Html {
  throw new Error('not built');
}
/** Inline SVG with text that does not shrink at 320 px; always used beside a table of the same figures. */
export function barChart(
  _visit: Visit,
  _parts: {
    readonly title: string;
    readonly bars: readonly {
      readonly month: Month;
      readonly amount: Rupiah;
      readonly tone: 'full' | 'pending' | 'missing';
    }[];
  },
): Html {
  throw new Error('not built');
}
export function areaChart(
  _visit: Visit,
  _parts: {
    readonly title: string;
    readonly points: readonly { readonly year: number; readonly amount: Rupiah }[];
    readonly asOf: IsoDate;
  },
): Html {
  throw new Error('not built');
}
