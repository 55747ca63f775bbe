import type { Visit } from '#platform';
import { helpAddress, messageCheckAddress } from '#web/layout';
import { isHelpTopic } from './help-files.ts';

/** The pages that help texts may lead to, by name: the face that has them and the address there. */
export const helpPlaces = {
  'sign-in': ['portal', '/login'],
  'forgot-password': ['sso', '/forgot-password'],
  register: ['sso', '/register'],
  security: ['sso', '/security'],
  status: ['sso', '/status'],
  ask: ['sso', '/ask'],
  case: ['sso', '/case'],
  'report-death': ['sso', '/report-death'],
  alive: ['sso', '/alive'],
  proof: ['sso', '/proof'],
  employers: ['employer', '/employers'],
  'own-bill': ['portal', '/bill'],
  dashboard: ['portal', '/dashboard'],
  contributions: ['portal', '/contributions'],
  alerts: ['portal', '/alerts'],
  balance: ['portal', '/balance'],
  verify: ['portal', '/verify'],
  details: ['portal', '/details'],
  programmes: ['portal', '/programmes'],
  data: ['portal', '/data'],
  'data-export': ['portal', '/data/export'],
  'data-delete': ['portal', '/data/delete'],
  'data-keep': ['portal', '/data/keep'],
} as const satisfies Record<string, readonly ['sso' | 'portal' | 'employer', string]>;

const isPlace = (name: string): name is keyof typeof helpPlaces => Object.hasOwn(helpPlaces, name);

/** Where `help:topic` or `page:name` leads from this face; undefined when it leads nowhere. */
export function addressOfLink(visit: Visit, target: string): string | undefined {
  const [kind, name = ''] = target.split(':', 2);
  if (kind === 'help') return isHelpTopic(name) ? helpAddress(name) : undefined;
  if (kind !== 'page') return undefined;
  if (name === 'message-check') return messageCheckAddress(visit);
  if (!isPlace(name)) return undefined;
  const [face, path] = helpPlaces[name];
  return `${visit.config.origins[face]}${path}`;
}
