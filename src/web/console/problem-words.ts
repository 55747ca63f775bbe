import { type Html, html, isMessageKey, type Visit } from '#platform';
import { notice } from '#web/layout';

/** Why an officer's step was refused: the first of these texts that there is. */
export function problemNotice({ t }: Visit, keys: readonly string[]): Html {
  const key = keys.find(isMessageKey) ?? 'console.cases.refused.unknown';
  return notice({ kind: 'bad', body: html`<p>${t(key)}</p>` });
}
