import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  addClerk,
  type ApproveRefusal,
  approveFiling,
  type Clerk,
  clerkOf,
  type Filing,
  filingOf,
  type FilingKind,
  previewSeen,
  processFilings,
  type ProcessServices,
  receiveFiling,
  refusedRowsOf,
  remarksOf,
  wageRemarksOf,
} from '#filings';
import { type Month, month, newId, type Result } from '#kernel';
import { employerByNumber } from '#members';
import { createLogger, type Database, readConfig } from '#platform';
import { now } from './contributions.ts';
import { testKeys } from './keys.ts';

const log = createLogger('silent');

export function filingServices(
  database: Database,
  settings: Readonly<Record<string, string>> = {},
): ProcessServices {
  return {
    database,
    keys: testKeys,
    config: readConfig({ NODE_ENV: 'test', ...settings }),
    clock: { now: () => now },
    log,
  };
}

/** A new account's clerk for an employer of `importPeople`. */
export async function newClerk(
  database: Database,
  npp = '1001',
  rights = { mayFile: true, mayApprove: true },
): Promise<Clerk> {
  const employer = await employerByNumber(database, npp);
  assert.ok(employer);
  const accountId = newId(now);
  const { employerId } = employer;
  const by = { kind: 'officer', accountId: newId(now) } as const;
  const added = await database.transaction((tx) =>
    addClerk(tx, { ...rights, employerId, npp, accountId, by, now }),
  );
  assert.deepEqual(added, { ok: true, value: undefined });
  const clerk = await clerkOf(database, accountId, employerId);
  assert.ok(clerk);
  return clerk;
}

export type HandIn = {
  readonly clerk: Clerk;
  readonly npp?: string;
  readonly kind?: FilingKind;
  readonly of?: Month;
  readonly bytes: string | Buffer;
  readonly fileName?: string;
  /** Why it corrects what was reported; without it it is a report. */
  readonly reason?: string;
  readonly key?: Buffer;
};

/** Hands a file in without looking at it yet. */
export function handIn(services: ProcessServices, parts: HandIn) {
  const { kind = 'wages', npp = '1001', of = month('2026-10') } = parts;
  return receiveFiling(services, {
    clerk: parts.clerk,
    npp,
    kind,
    month: kind === 'wages' ? of : undefined,
    ...(parts.reason === undefined ? {} : { correctionReason: parts.reason }),
    source: 'file',
    fileName: parts.fileName ?? 'upah.csv',
    bytes: Readable.from([Buffer.from(parts.bytes)]),
    submissionKey: parts.key ?? randomBytes(32),
  });
}

/** Hands a file in, lets the job look at it, and yields what became of it. */
export async function filed(
  services: ProcessServices,
  parts: HandIn,
): Promise<{ filing: Filing; refusals: (readonly (string | number)[])[] }> {
  const received = await handIn(services, parts);
  assert.ok(received.ok, JSON.stringify(received));
  await processFilings(services);
  return stateOf(services, parts.clerk, received.value.filingId);
}

export async function stateOf(services: ProcessServices, clerk: Clerk, filingId: string) {
  const filing = await filingOf(services.database, clerk.employerId, filingId);
  assert.ok(filing);
  const rows = await refusedRowsOf(services.database, filingId, { after: 0, limit: 1000 });
  return { filing, refusals: rows.map(({ row, column, value, reason }) => [row, column, value, reason]) };
}

/** Approves what stands there now, as a page would that was opened a moment ago. */
export async function approve(
  database: Database,
  decision: { readonly clerk: Clerk; readonly filingId: string; readonly now: Date },
): Promise<Result<undefined, ApproveRefusal>> {
  const { clerk, filingId } = decision;
  const filing = await filingOf(database, clerk.employerId, filingId);
  const remarks = await remarksOf(database, filingId);
  const seen = filing ? previewSeen(filing, remarks, await wageRemarksOf(database, filingId)) : '';
  return approveFiling(database, { ...decision, seen });
}
