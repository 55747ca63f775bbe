import { hash } from 'node:crypto';
import { leafHash } from './merkle.ts';

/** An entry as it is sealed: every value as PostgreSQL writes it, so that nothing is lost between database and hash. */
export type SealedEntry = {
  readonly id: string;
  /** UTC with microseconds, such as 2026-11-23T04:05:06.000000Z. */
  readonly at: string;
  readonly event: string;
  readonly actorKind: string;
  readonly actorAccountId: string | null;
  readonly accountId: string | null;
};

/** What is personal in an entry: the chain holds it only under a salt, so that it can be forgotten. */
export type PersonalPart = {
  readonly personId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** The JSON text. */
  readonly details: string;
};

/** So many random bytes hide the personal part of one entry. */
export const saltBytes = 16;

/** Parts one after the other that cannot run into each other: length in bytes, colon, text; a hyphen for what is empty. */
export function joinParts(parts: readonly (string | null)[]): Buffer {
  return Buffer.from(
    parts.map((part) => (part === null ? '-' : `${Buffer.byteLength(part)}:${part}`)).join(''),
  );
}

/** Hash of the salt and the personal part: with the salt it can be checked, without it nobody can guess what is behind it. */
export function commitmentOf(salt: Buffer, personal: PersonalPart): Buffer {
  const { personId, address, userAgent, details } = personal;
  const parts = joinParts(['goid-personal-1', personId, address, userAgent, details]);
  return hash('sha256', Buffer.concat([salt, parts]), 'buffer');
}

/** The leaf of an entry: what is not personal in plain, what is personal by its commitment. */
export function leafOf(entry: SealedEntry, commitment: Buffer): Buffer {
  return leafHash(
    joinParts([
      'goid-activity-1',
      entry.id,
      entry.at,
      entry.event,
      entry.actorKind,
      entry.actorAccountId,
      entry.accountId,
      commitment.toString('hex'),
    ]),
  );
}
