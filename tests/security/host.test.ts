import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, startWholeHouse } from '../support/whole-house.ts';

const whole = await startWholeHouse();
const evil = 'jahat.example';
const forged = {
  'x-forwarded-host': evil,
  'x-forwarded-server': evil,
  'x-host': evil,
  'x-original-host': evil,
  'x-forwarded-proto': 'https',
  'x-original-url': '/logged-out',
  'x-rewrite-url': '/logged-out',
  forwarded: `host=${evil};proto=https`,
};

test('another Host is refused on every face with 421 before anything is done', async () => {
  for (const face of whole.faces) {
    const { host, port } = new URL(face.origin);
    for (const wrong of [
      evil,
      '',
      `${evil}:${port}`,
      `localhost:${Number(port) + 1}`,
      `${host}.${evil}`,
      `${host}@${evil}`,
    ]) {
      for (const path of [
        '/',
        '/login',
        '/oauth/authorize',
        '/.well-known/openid-configuration',
        '/assets/x',
      ]) {
        const answer = await ask(whole, face, { path, headers: { host: wrong } });
        assert.ok(
          [400, 421].includes(answer.status),
          `${face.site}${path} with "${wrong}": ${answer.status}`,
        );
        assert.ok(
          !answer.body.includes(evil) && !String(answer.headers.location).includes(evil),
          answer.body,
        );
      }
    }
  }
});

test('an absolute address in the request line does not change the host that is believed', async () => {
  for (const face of whole.faces) {
    for (const path of [`http://${evil}/login`, `http://${evil}/`, `http://${evil}/?lang=en`]) {
      const answer = await ask(whole, face, { path });
      assert.ok(!String(answer.headers.location).includes(evil), String(answer.headers.location));
      assert.ok(!answer.body.includes(evil), `${face.site} ${path}`);
    }
  }
});

test('forwarded hosts stand nowhere in an answer', async () => {
  for (const face of whole.faces) {
    for (const path of [
      '/',
      '/login',
      '/?lang=en',
      '/help',
      '/.well-known/openid-configuration',
      '/oauth/authorize?client_id=x',
    ]) {
      const plain = await ask(whole, face, { path });
      const answer = await ask(whole, face, { path, headers: forged });
      assert.equal(answer.status, plain.status, `${face.site}${path}`);
      const everything = JSON.stringify(answer.headers) + answer.body;
      assert.ok(!everything.includes(evil), `${face.site}${path}`);
    }
  }
  const sso = whole.faces.find(({ site }) => site === 'sso');
  assert.ok(sso);
  const discovery = await ask(whole, sso, { path: '/.well-known/openid-configuration', headers: forged });
  const { issuer, token_endpoint: token } = JSON.parse(discovery.body) as Record<string, string>;
  assert.equal(issuer, sso.origin);
  assert.ok(token?.startsWith(`${sso.origin}/`), token);
});
