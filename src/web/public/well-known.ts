import type { Page, Visit } from '#platform';

/** Addresses that programs know without being told (RFC 8615), on every face. */
export const wellKnownPages: Page[] = [
  // A password manager leads to the page where the password is changed (W3C, A Well-Known URL for Changing Passwords).
  {
    path: '/.well-known/change-password',
    access: 'public',
    unrecognised: true,
    get: (visit) => visit.redirect(`${visit.config.origins.sso}/security/password`),
  },
  { path: '/.well-known/security.txt', access: 'public', unrecognised: true, get: securityText },
];

/** RFC 9116. Its end moves with the day, because a program that still answers is one that somebody looks after. */
function securityText(visit: Visit): Response {
  const { config, now } = visit;
  const expires = new Date(now.getTime() + config.SECURITY_TXT_DAYS * 86_400_000);
  expires.setUTCHours(0, 0, 0, 0);
  const origin = visit.site === 'inbox' || visit.site === 'example' ? undefined : config.origins[visit.site];
  const lines = [
    `Contact: ${config.SECURITY_CONTACT}`,
    `Expires: ${expires.toISOString().replace('.000Z', 'Z')}`,
    'Preferred-Languages: id, en',
    ...(origin === undefined ? [] : [`Canonical: ${origin}/.well-known/security.txt`]),
    ...(config.SECURITY_POLICY_URL === undefined ? [] : [`Policy: ${config.SECURITY_POLICY_URL}`]),
  ];
  return visit.context.body(`${lines.join('\n')}\n`, 200, { 'Content-Type': 'text/plain; charset=utf-8' });
}
