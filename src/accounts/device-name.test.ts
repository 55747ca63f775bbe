import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translatorFor } from '#platform';
import { deviceName } from './device-name.ts';

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36';
const cases = [
  [`Mozilla/5.0 (Linux; Android 10; K) ${chrome}`, 'Chrome di Android'],
  [`Mozilla/5.0 (Linux; Android 10; K; wv) ${chrome}`, 'Aplikasi di Android'],
  [`Mozilla/5.0 (Linux; Android 13; SM-A146P) SamsungBrowser/23.0 ${chrome}`, 'Samsung Internet di Android'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Edg/120.0`, 'Edge di Windows'],
  ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0', 'Firefox di Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) Version/17.1 Mobile Safari/604.1',
    'Safari di iPhone',
  ],
  ['curl/8.0', 'Perangkat yang tidak dikenali'],
  [undefined, 'Perangkat yang tidak dikenali'],
] as const;

test('a device has a name that its owner knows', () => {
  for (const [userAgent, name] of cases)
    assert.equal(deviceName({ t: translatorFor('id') }, userAgent), name);
});
