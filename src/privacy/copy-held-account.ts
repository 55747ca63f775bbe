import type { HeldData } from '#accounts';
import { iso, type Part } from './copy-loose.ts';

/** The account as its holder may read it. */
export function accountPart(held: HeldData): Part<'account'> {
  return {
    subject: held.subject,
    name: held.displayName,
    language: held.language,
    timeZone: held.timeZone,
    openedAt: held.createdAt.toISOString(),
    passwordChangedAt: iso(held.passwordChangedAt),
    checkedUpAt: iso(held.checkedUpAt),
    limitedSince: iso(held.limitedAt),
    roles: [...held.roles],
    freezes: held.freezes.map(({ frozenAt, objectedAt, liftedAt }) => ({
      since: frozenAt.toISOString(),
      objectedAt: iso(objectedAt),
      liftedAt: iso(liftedAt),
    })),
    contacts: held.contacts.map(({ channel, address, confirmedAt }) => ({
      channel,
      address,
      confirmedAt: confirmedAt.toISOString(),
    })),
    secondFactors: held.factors.map(({ method, boundAt, lastUsedAt }) => ({
      method,
      addedAt: boundAt.toISOString(),
      lastUsedAt: iso(lastUsedAt),
    })),
    passkeys: held.passkeys.map(({ name, createdAt, lastUsedAt }) => ({
      name,
      addedAt: createdAt.toISOString(),
      lastUsedAt: iso(lastUsedAt),
    })),
    sessions: held.sessions.map((session) => ({
      signedInAt: session.signedInAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
      endedAt: iso(session.endedAt),
      endReason: session.endReason ?? undefined,
      address: session.address,
      browser: session.userAgent,
      sharedComputer: session.shared,
    })),
    devices: held.devices.map(({ kind, userAgent, since, until }) => ({
      kind,
      browser: userAgent,
      since: since.toISOString(),
      until: until.toISOString(),
    })),
  };
}
