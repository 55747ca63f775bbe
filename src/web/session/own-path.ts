const ownAddresses = new Set([
  '/login',
  '/callback',
  '/logout',
  '/logged-out',
  '/session-ended',
  '/not-allowed',
  '/session',
]);

/**
 * A path of this face to come back to, or `/`. Anything that a browser could read as another host
 * (`//host`, `/\host`, a scheme, a control character) is not a path.
 */
export function ownPath(wish: string | undefined): string {
  if (!wish || wish.length > 1000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wish) || wish.includes('\\'))
    return '/';
  const base = 'http://face.invalid';
  const address = URL.parse(wish, base);
  if (!address || address.origin !== base || ownAddresses.has(address.pathname)) return '/';
  return address.pathname.startsWith('//') ? '/' : `${address.pathname}${address.search}`;
}
