import { type KeyRing, seal, unseal } from '#platform';
import * as z from 'zod';

const services = z.object({
  closed: z.array(z.string()),
  open: z.array(z.string()),
  at: z.number(),
});

/** Names of the other services that a session was used for: those that closed it, and those that did not say so. */
export type ClosedServices = { readonly closed: readonly string[]; readonly open: readonly string[] };

const place = 'session.logged-out';
const livesMs = 600_000;

/** For the address of the page that says it: nobody reads in a history or a log where the member was. */
export function sealClosedServices(keys: KeyRing, { closed, open }: ClosedServices, now: Date): string {
  const text = JSON.stringify({ closed, open, at: now.getTime() });
  return seal(keys, 'logged-out', place, text).toString('base64url');
}

/** Undefined for what is older than ten minutes or not ours. */
export function openClosedServices(
  keys: KeyRing,
  sealed: string | undefined,
  now: Date,
): ClosedServices | undefined {
  if (!sealed) return undefined;
  try {
    const text = unseal(keys, 'logged-out', place, Buffer.from(sealed, 'base64url')).toString();
    const { closed, open, at } = services.parse(JSON.parse(text));
    return Math.abs(now.getTime() - at) < livesMs ? { closed, open } : undefined;
  } catch {
    return undefined;
  }
}
