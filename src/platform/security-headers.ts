import type { Visit } from './visit.ts';

/** Sent with every page. */
export function setSecurityHeaders(visit: Visit, styleHashes: readonly string[]): void {
  for (const [name, value] of securityHeaders(visit, styleHashes)) visit.context.header(name, value);
}

/** For answers that are no page, such as a file: what they say themselves stays, the rest is added. */
export function addMissingSecurityHeaders(
  visit: Visit,
  styleHashes: readonly string[],
  headers: Headers,
): void {
  for (const [name, value] of securityHeaders(visit, styleHashes))
    if (!headers.has(name)) headers.set(name, value);
}

/** `no-store` because every page may hold something of a person. */
function securityHeaders(visit: Visit, styleHashes: readonly string[]): [string, string][] {
  const secure = visit.config.NODE_ENV === 'production' || visit.config.origins.sso.startsWith('https://');
  return [
    ['Content-Security-Policy', contentSecurityPolicy(visit, styleHashes, secure)],
    ['X-Content-Type-Options', 'nosniff'],
    ['X-Frame-Options', 'DENY'],
    // Not no-referrer: browsers then send `Origin: null` with our own forms, which cannot be told from a foreign one.
    ['Referrer-Policy', 'same-origin'],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cross-Origin-Resource-Policy', 'same-origin'],
    [
      'Permissions-Policy',
      'camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)',
    ],
    ['Cache-Control', 'no-store'],
    ['X-Request-Id', visit.requestId],
    ...(secure
      ? [['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'] as [string, string]]
      : []),
  ];
}

function contentSecurityPolicy(visit: Visit, styleHashes: readonly string[], secure: boolean): string {
  return [
    "default-src 'none'",
    `style-src ${styleHashes.join(' ') || "'none'"}`,
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    // Chromium applies form-action to the redirects after a POST too, so the waiting client's origin must stand here.
    `form-action 'self' ${visit.formActions.join(' ')}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
