import { isIPv6 } from 'node:net';

/** What an address counts as: an IPv4 address itself; for IPv6 the /64, because one subscriber has a whole one. */
export function addressSubject(address: string): string {
  return isIPv6(address) ? prefixOf(address, 4) : address;
}

/** The network around an address, for a limit that is wider: the /24 of IPv4, the /48 of IPv6 that one site may have. */
export function networkSubject(address: string): string {
  return isIPv6(address) ? prefixOf(address, 3) : `${address.split('.').slice(0, 3).join('.')}.0/24`;
}

function prefixOf(address: string, wanted: 3 | 4): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const first = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - first.length - tail.split(':').filter(Boolean).length;
  const groups = [
    ...first,
    ...Array.from({ length: Math.max(0, missing) }, () => '0'),
    ...(tail ?? '').split(':'),
  ];
  return `${groups
    .slice(0, wanted)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
    .join(':')}::/${wanted * 16}`;
}
