import { BlockList, isIP } from 'node:net';
import { ConfigError } from './config.ts';

export type AddressReader = (socketAddress: string | undefined, forwardedFor: string | undefined) => string;

/**
 * The client's address: the socket's own, unless that is a trusted proxy; then the last address in
 * X-Forwarded-For that is not itself a trusted proxy.
 */
export function clientAddressReader(trustedProxies: string): AddressReader {
  const trusted = new BlockList();
  for (const entry of trustedProxies
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean))
    addTrusted(trusted, entry);
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (socketAddress, forwardedFor) => {
    const peer = plain(socketAddress ?? '');
    if (!forwardedFor || !isTrusted(peer)) return peer;
    const hops = forwardedFor.split(',').map((hop) => plain(hop.trim()));
    return hops.findLast((hop) => isIP(hop) !== 0 && !isTrusted(hop)) ?? peer;
  };
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

function addTrusted(trusted: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0) throw new ConfigError(`TRUSTED_PROXIES: ${entry} is not an address or a network`);
  if (bits === undefined) trusted.addAddress(address, family);
  else trusted.addSubnet(address, Number(bits), family);
}
