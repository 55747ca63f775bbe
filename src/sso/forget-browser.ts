import { deviceCookie } from '#accounts';
import type { Visit } from '#platform';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { interactionPath } from './interaction-address.ts';
import { routes } from './provider-configuration.ts';

type Context = Pick<KoaContextWithOIDC, 'set' | 'append' | 'cookies'>;

/**
 * After leaving on a shared computer nothing of ours stays: what was stored goes, and each of our cookies by its
 * name, because Clear-Site-Data "cookies" would empty sibling services too.
 */
export function forgetBrowser(ctx: Context, visit: Visit): void {
  for (const name of ['remembered', deviceCookie, 'browser', 'lang'])
    if (visit.cookie(name) !== undefined) visit.clearCookie(name);
  const expired = visit.redirect('/').headers.getSetCookie();
  if (expired.length > 0) ctx.append('Set-Cookie', expired);
  ctx.set('Clear-Site-Data', '"cache", "storage"');
}

const resumed = new RegExp(`^${routes.authorization}/([\\w-]+)$`);

/** An interaction that was taken up again is over; its cookie, which names it on its own path, goes with it. */
export function forgetInteraction(provider: Provider, ctx: KoaContextWithOIDC): void {
  const uid = resumed.exec(ctx.path)?.[1];
  if (uid === undefined || !ctx.oidc?.result) return;
  ctx.cookies.set(provider.cookieName('interaction'), null, {
    signed: true,
    sameSite: 'lax',
    path: interactionPath(uid),
  });
}
