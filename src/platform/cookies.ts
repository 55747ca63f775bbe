import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

type Site = { readonly name: string; readonly secure: boolean };

/**
 * Names differ per face, because localhost ports share one cookie jar. Over TLS they carry `__Host-`
 * (RFC 6265bis §4.1.3.2): this host only, all paths, never set over plain HTTP.
 */
function fullName(site: Site, name: string): string {
  return `${site.secure ? '__Host-' : ''}goid_${site.name}_${name}`;
}

export function readCookie(context: Context, site: Site, name: string): string | undefined {
  return getCookie(context, fullName(site, name)) || undefined;
}

/** The names of the site's cookies that begin with `start`, the oldest first (RFC 6265 §5.4 asks browsers for that order). */
export function cookieNames(context: Context, site: Site, start: string): readonly string[] {
  const prefix = fullName(site, '');
  return Object.keys(getCookie(context))
    .filter((name) => name.startsWith(`${prefix}${start}`))
    .map((name) => name.slice(prefix.length));
}

export type CookieOptions = { readonly maxAgeSeconds?: number; readonly strict?: boolean };

/** Lax unless asked for: Strict is lost on the way back from a link in a message. */
export function writeCookie(
  context: Context,
  site: Site,
  name: string,
  value: string,
  options: CookieOptions,
): void {
  setCookie(context, fullName(site, name), value, {
    path: '/',
    httpOnly: true,
    secure: site.secure,
    sameSite: options.strict ? 'Strict' : 'Lax',
    ...(options.maxAgeSeconds === undefined ? {} : { maxAge: options.maxAgeSeconds }),
  });
}
