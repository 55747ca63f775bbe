import type { Visit } from './visit.ts';

/** Sent with every answer. `no-store` because every page may hold something of a person. */
export function setSecurityHeaders(visit: Visit, styleHashes: readonly string[]): void {
  const header = (name: string, value: string) => visit.context.header(name, value);
  const secure = visit.config.NODE_ENV === 'production' || visit.config.origins.sso.startsWith('https://');
  header('Content-Security-Policy', contentSecurityPolicy(visit, styleHashes, secure));
  header('X-Content-Type-Options', 'nosniff');
  header('X-Frame-Options', 'DENY');
  // Not no-referrer: browsers then send `Origin: null` with our own forms, which cannot be told from a foreign one.
  header('Referrer-Policy', 'same-origin');
  header('Cross-Origin-Opener-Policy', 'same-origin');
  header('Cross-Origin-Resource-Policy', 'same-origin');
  header(
    'Permissions-Policy',
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)',
  );
  header('Cache-Control', 'no-store');
  header('X-Request-Id', visit.requestId);
  if (secure) header('Strict-Transport-Security', 'max-age=63072000; includeSubDomains');
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
