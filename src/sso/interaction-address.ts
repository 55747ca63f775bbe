import { isLanguage } from '#platform';
import type { Interaction, KoaContextWithOIDC } from 'oidc-provider';
import { textOf } from './parameters.ts';
import { visitOf } from './visits.ts';

export const interactionPath = (uid: string) => `/signin/${uid}`;

/** The page that waits for the person, in the language that the client asked for (ui_locales). */
export function interactionAddress(ctx: KoaContextWithOIDC, interaction: Interaction): string {
  const visit = visitOf(ctx.req);
  const asked = textOf(interaction.params, 'ui_locales').split(' ').find(isLanguage);
  const current = visit.cookie('lang') ?? 'id';
  const path = interactionPath(interaction.uid);
  return asked && asked !== current ? `${path}?lang=${asked}` : path;
}
