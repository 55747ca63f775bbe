import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform';
import { newBrowser } from './support/cookie-jar.ts';
import { enter } from './support/tour.ts';
import { startWholeHouse } from './support/whole-house.ts';

const whole = await startWholeHouse();
const { portal, sso } = whole.house.config.origins;

for (const [province, place, zone] of [
  ['51', 'Bali', 'WITA'],
  ['81', 'Maluku', 'WIT'],
  ['31', 'Jakarta', 'WIB'],
] as const)
  test(`a member in ${place} reads every time in ${zone}, at the portal and at the sso`, async () => {
    await whole.database.run(sql`update members.person set province_code = ${province}`);
    const browser = newBrowser();
    const page = await enter(browser, await browser.get(`${portal}/login`), 'siti.rahayu');
    assert.equal(page.url.pathname, '/dashboard');
    for (const { body } of [
      page,
      await browser.get(`${sso}/security`),
      await browser.get(`${portal}/help`),
    ]) {
      const zones = [...body.matchAll(/\d\d\.\d\d\u00a0(WIB|WITA|WIT)\b/g)].map((match) => match[1]);
      assert.ok(zones.length > 0);
      assert.deepEqual([...new Set(zones)], [zone]);
    }
  });
