import { isLanguage } from '#platform';
import type { Interaction, KoaContextWithOIDC } from 'oidc-provider';
import { isFaceId } from './clients.ts';
import { textOf } from './parameters.ts';
import { visitOf } from './visits.ts';

/** Beside ui_locales, from our own faces: when the person chose it, as in the cookie. */
const chosenAtParameter = 'language_chosen_at';

export const interactionPath = (uid: string) => `/signin/${uid}`;

/**
 * The page that waits for the person, in the language that the client asked for (ui_locales). A choice that the person
 * made here goes before that, unless one of our faces says that they chose there later.
 */
export function interactionAddress(ctx: KoaContextWithOIDC, interaction: Interaction): string {
  const visit = visitOf(ctx.req);
  const asked = textOf(interaction.params, 'ui_locales').split(' ').find(isLanguage);
  const chosen = isFaceId(textOf(interaction.params, 'client_id'))
    ? (visit.context.req.query(chosenAtParameter) ?? '0a')
    : '0a';
  const here = visit.languageChoice;
  const path = interactionPath(interaction.uid);
  if (!asked || (here && here.chosenAt.getTime() > Number.parseInt(chosen))) return path;
  return asked === (here?.language ?? 'id') ? path : `${path}?lang=${asked}&chosen=${chosen}`;
}
