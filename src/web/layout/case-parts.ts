import { formatInstant, type Html, html, type Visit } from '#platform';
import { badge, card, type Tone } from './parts.ts';

type State = 'open' | 'answered' | 'closed';
const tones: Readonly<Record<State, Tone>> = { open: 'warn', answered: 'ok', closed: 'quiet' };

/** Where a case stands. */
export function caseBadge({ t }: Visit, state: State): Html {
  return badge(tones[state], t(`cases.state.${state}`));
}

type Written = {
  readonly writtenBy: 'member' | 'support';
  readonly words: string;
  readonly writtenAt: Date;
};

/**
 * What both sides wrote, the oldest first. `reader` says for whom the page is; `outside` who wrote from outside: whoever
 * reports a death is not the member.
 */
export function conversation(
  visit: Visit,
  messages: readonly Written[],
  reader: 'member' | 'support' = 'member',
  outside: 'member' | 'reporter' = 'member',
): Html {
  const { t, session } = visit;
  return card({
    title: t('cases.conversation'),
    body: html`<ol class="rows">
      ${messages.map(
        ({ writtenBy, words, writtenAt }) =>
          html`<li>
            <strong
              >${t(writtenBy === reader ? 'cases.by.you' : `cases.by.${writtenBy === 'member' ? outside : writtenBy}`)}</strong
            >
            <span class="small soft">${formatInstant(writtenAt, t.language, session?.timeZone)}</span>
            ${words
              .split('\n')
              .filter(Boolean)
              .map((line) => html`<p>${line}</p>`)}
          </li>`,
      )}
    </ol>`,
  });
}
