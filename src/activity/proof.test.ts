import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ActivityProof,
  checkProof,
  headKeysOf,
  isInChain,
  publicHeadKeys,
  recentActivity,
  sealActivity,
  sealOf,
} from '#activity';
import { newId, systemClock } from '#kernel';
import { openDatabase, readKeyRing } from '#platform';
import fc from 'fast-check';
import { recordSome } from '../../tests/support/activity.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';

const owner = await testDatabase();
const sso = openDatabase({ url: owner.url, role: 'goid_sso' });
test.after(() => sso.close());
const services = { database: owner, keys: testKeys, clock: systemClock };
const keys = headKeysOf(publicHeadKeys(testKeys));
const accountId = newId(new Date());
await recordSome(owner, 3);
await recordSome(owner, 4, { accountId });
await recordSome(owner, 4);
const [newest] = await recentActivity(owner, accountId, 1);
const id = newest?.id ?? '';

async function proofOf(): Promise<ActivityProof> {
  const seal = await sealOf(sso, accountId, id);
  return seal?.kind === 'sealed' ? seal.proof : assert.fail();
}

test('an entry waits for its seal, and nobody else gets its proof', async () => {
  assert.deepEqual(await sealOf(sso, accountId, id), { kind: 'waiting' });
  await sealActivity(services);
  assert.equal((await sealOf(sso, accountId, id))?.kind, 'sealed');
  assert.equal(await sealOf(sso, newId(new Date()), id), undefined);
});

test('a proof holds by public keys alone, says what was recorded, and is in the chain', async () => {
  const proof = await proofOf();
  const checked = checkProof(JSON.stringify(proof), keys);
  assert.deepEqual(checked, { ok: true, value: proof });
  assert.equal(proof.entry.event, 'sign_in_refused');
  assert.ok('salt' in proof.personal && proof.personal.address === '203.0.113.9');
  assert.ok(await isInChain(sso, proof.batch));
  assert.ok(!(await isInChain(sso, { ...proof.batch, size: 99 })));
  const strangers = readKeyRing(`other:${Buffer.alloc(32, 1).toString('base64')}`);
  const unknown = checkProof(JSON.stringify(proof), headKeysOf(publicHeadKeys(strangers)));
  assert.deepEqual(unknown, { ok: false, refusal: 'unknown-key' });
});

test('a proof in which any one character is another proves nothing', async () => {
  const text = JSON.stringify(await proofOf());
  fc.assert(
    fc.property(
      fc.nat({ max: text.length - 1 }),
      fc.constantFrom('0', '1', '7', 'a', 'f', 'x', 'Z', ' ', '"', '-'),
      (at, put) => {
        const changed = text.slice(0, at) + put + text.slice(at + 1);
        fc.pre(changed !== text);
        const checked = checkProof(changed, keys);
        assert.ok(!checked.ok, `${at}: ${changed.slice(Math.max(0, at - 20), at + 20)}`);
      },
    ),
    { numRuns: 1500 },
  );
});

test('what is no proof is called so', () => {
  for (const text of [
    '',
    '{}',
    'null',
    '[]',
    '{"kind":"goid-activity-proof-1"}',
    '<html>',
    'x'.repeat(20_000),
  ])
    assert.deepEqual(checkProof(text, keys), { ok: false, refusal: 'unreadable' });
});
