import {
  type ActivityDifference,
  type ActivityProof,
  type HeadLine,
  type NewActivity,
  record,
  verifyActivity,
} from '#activity';
import { newId } from '#kernel';
import type { Executor, KeyRing } from '#platform';
import { testKeys } from './keys.ts';

/** Records one more event of an account, with everything that an entry can hold. */
export async function recordSome(
  executor: Executor,
  count = 1,
  parts: Partial<NewActivity> = {},
): Promise<void> {
  const accountId = newId(new Date());
  for (let index = 0; index < count; index += 1)
    await record(executor, {
      event: 'sign_in_refused',
      actor: { kind: 'unknown' },
      accountId,
      personId: newId(new Date()),
      at: new Date(),
      address: '203.0.113.9',
      userAgent: 'Firefox di Ubuntu',
      details: { reason: 'password', count: index },
      ...parts,
    });
}

/** Every difference that the check finds. */
export async function differencesOf(
  executor: Executor,
  heads: readonly HeadLine[] = [],
  now = new Date(),
  keys: KeyRing = testKeys,
): Promise<ActivityDifference[]> {
  const found: ActivityDifference[] = [];
  for await (const difference of verifyActivity(executor, { keys, now, heads })) found.push(difference);
  return found;
}

/** Looks like one and proves nothing: for pages that only show it. */
export const sampleProof: ActivityProof = {
  kind: 'goid-activity-proof-1',
  entry: {
    id: '019a0000-0000-7000-8000-000000000001',
    at: '2026-11-20T03:00:00.000000Z',
    event: 'sign_in_succeeded',
    actorKind: 'member',
    actorAccountId: null,
    accountId: null,
  },
  personal: {
    salt: '00'.repeat(16),
    personId: null,
    address: '2001:db8:1234:5678:9abc:def0:1234:5678',
    userAgent: 'Mozilla/5.0 (Linux; Android 8.1.0; Redmi 5A) AppleWebKit/537.36 Chrome/61.0.3163.98 Mobile',
    details: '{}',
  },
  position: 0,
  path: [],
  batch: {
    number: 1234,
    size: 4096,
    root: '0f'.repeat(32),
    previous: '00'.repeat(32),
    sealedAt: '2026-11-20T03:01:00.000Z',
    keyId: '1',
    signature: '00'.repeat(64),
  },
};
