import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '#platform';
import { testKeys } from '../../tests/support/keys.ts';
import { median } from '../../tests/support/timing-classifier.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';

test('a password that nobody has is compared with as much work as one that somebody has', async () => {
  const hashing = { keys: testKeys, config: readConfig({ NODE_ENV: 'test' }) };
  const stored = await hashPassword(hashing, 'Kata-Sandi-Uji-1');
  const times = { somebody: [] as number[], nobody: [] as number[] };
  for (let round = 0; round < 12; round += 1)
    for (const [name, against] of [
      ['somebody', stored],
      ['nobody', undefined],
    ] as const) {
      const began = process.cpuUsage().user;
      assert.equal(await verifyPassword(hashing, 'Bukan-Sandinya-1', against), false);
      times[name].push(process.cpuUsage().user - began);
    }
  const [somebody, nobody] = [median(times.somebody), median(times.nobody)];
  assert.ok(
    nobody > somebody / 1.5 && nobody < somebody * 1.5,
    `${somebody} and ${nobody} microseconds of a processor`,
  );
});
