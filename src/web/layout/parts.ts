import { type Html, html, nothing, trustedHtml } from '#platform';

/** A white card. Its title is a heading of level 2 unless it stands inside another. */
export function card(parts: {
  readonly title?: string;
  readonly aside?: Html;
  readonly body: Html;
  readonly level?: 2 | 3;
}): Html {
  const { title, aside, level = 2 } = parts;
  const heading =
    title === undefined ? nothing : html`${trustedHtml(`<h${level}>`)}${title}${trustedHtml(`</h${level}>`)}`;
  const head =
    title === undefined && !aside
      ? nothing
      : html`<div class="card-head">
          ${heading}${aside ? html`<div class="small soft">${aside}</div>` : nothing}
        </div>`;
  return html`<section class="card">${head}${parts.body}</section>`;
}

export type Tone = 'ok' | 'warn' | 'bad' | 'quiet';

/**
 * What happened, what to do now, who helps. `bad` answers what the person just did: it has role=alert and takes the
 * focus, unless `standing` says that it only tells how things are.
 */
export function notice(parts: {
  readonly kind: 'ok' | 'warn' | 'bad' | 'info';
  readonly title?: string;
  readonly body: Html;
  readonly standing?: boolean;
}): Html {
  const alert = parts.kind === 'bad' && !parts.standing;
  return html`<div
    class="notice ${parts.kind}"
    ${alert ? trustedHtml(' role="alert" tabindex="-1" data-takes-focus') : nothing}
  >
    ${parts.title ? html`<strong>${parts.title}</strong> ` : nothing}
    <div>${parts.body}</div>
  </div>`;
}

export function badge(tone: Tone, label: string): Html {
  return html`<span class="badge ${tone}">${label}</span>`;
}

export type ChainStep = {
  readonly label: string;
  readonly state: 'done' | 'late' | 'waiting' | 'open';
  /** The day or the time, on a line of its own; where it has a space, on two. */
  readonly detail?: string | undefined;
};

/** The four steps reported → billed → paid → posted (or delivery steps), each done, waiting or not yet. */
export function chain(steps: readonly ChainStep[]): Html {
  const items = steps.map(
    (step) =>
      html`<li class="${step.state}">
        ${step.label}${(step.detail ?? '').split(' ').map((piece) => (piece ? html` <span class="nowrap">${piece}</span>` : nothing))}
      </li>`,
  );
  return html`<ol class="chain">
    ${items}
  </ol>`;
}

/** Term and value pairs. */
export function definitions(rows: readonly { readonly term: string; readonly value: Html | string }[]): Html {
  const pairs = rows.map(
    (row) =>
      html`<div class="pair">
        <dt>${row.term}</dt>
        <dd>${row.value}</dd>
      </div>`,
  );
  return html`<dl class="rows">${pairs}</dl>`;
}

/** What is behind a word, opened by pressing it; works without JavaScript. */
export function disclosure(parts: {
  readonly summary: string;
  readonly body: Html;
  readonly open?: boolean;
}): Html {
  return html`<details${parts.open ? trustedHtml(' open') : nothing}><summary>${parts.summary}</summary>${parts.body}</details>`;
}
