import type { Channel } from './message.ts';

/**
 * Enough of an address for its owner to know it, too little for a stranger to use it: `0812 •••• 4471`,
 * `s••••@contoh.id`. The number of dots says nothing about the length.
 */
export function maskAddress(channel: Channel, to: string): string {
  if (channel === 'email') {
    const at = to.lastIndexOf('@');
    return `${to.slice(0, 1)}••••${to.slice(at)}`;
  }
  const national = to.replace(/^\+62/, '0').replace(/^\+/, '');
  return `${national.slice(0, 4)} •••• ${national.slice(-4)}`;
}
