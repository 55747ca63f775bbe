import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect, createServer, type ConnectionOptions, type SecureVersion, TLSSocket } from 'node:tls';
import { testProviders } from '#notifications';
import { openDatabase, readConfig, sql } from '#platform';
import { examineCertificates } from '../../src/commands/doctor-certificates.ts';
import { insideFetch } from '../../src/web/session/inside-fetch.ts';
import { selfSigned } from '../support/self-signed.ts';

const host = 'localhost';
const certificate = selfSigned(host);

/** Listens on loopback until the file ends; answers the port. */
async function listening(server: Server, address = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const proxy = readFileSync(join(import.meta.dirname, '../../deploy/nginx.conf'), 'utf8');
const said = (name: string) => new RegExp(`^ *${name} ([^;]+);`, 'm').exec(proxy)?.[1] ?? assert.fail(name);

test('[V12.1.1 V12.1.2] the proxy as documented speaks TLS 1.2 and 1.3 only, with forward secrecy', async () => {
  const versions = said('ssl_protocols').split(' ').sort() as SecureVersion[];
  assert.deepEqual(versions, ['TLSv1.2', 'TLSv1.3']);
  // A client that would take anything must meet the list, not the limits of its own library.
  const server = createServer({
    ...certificate,
    minVersion: versions[0],
    maxVersion: versions.at(-1),
    ciphers: `${said('ssl_ciphers')}:@SECLEVEL=0`,
  });
  server.on('tlsClientError', () => {});
  const port = await listening(server);
  const agreed = (options: ConnectionOptions) =>
    new Promise<string>((resolve) => {
      const socket = connect(
        { host: '127.0.0.1', port, servername: host, ca: certificate.cert, ...options },
        () => {
          resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
          socket.destroy();
        },
      );
      socket.on('error', () => resolve('refused'));
    });
  const old = (version: SecureVersion) => ({
    minVersion: version,
    maxVersion: version,
    ciphers: 'ALL:@SECLEVEL=0',
  });
  assert.match(await agreed({}), /^TLSv1\.3 /);
  assert.match(await agreed({ maxVersion: 'TLSv1.2' }), /^TLSv1\.2 ECDHE-ECDSA-(?:AES\d+-GCM|CHACHA20)/);
  assert.equal(await agreed(old('TLSv1')), 'refused');
  assert.equal(await agreed(old('TLSv1.1')), 'refused');
  for (const ciphers of ['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384', 'AES128-GCM-SHA256'])
    assert.equal(
      await agreed({ maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` }),
      'refused',
      ciphers,
    );
});

const production = {
  NODE_ENV: 'production',
  MASTER_KEYS: `a:${Buffer.alloc(32).toString('base64')}`,
  DATABASE_URL: 'postgresql://goid@db.goid.example/goid?sslmode=verify-full',
  ...Object.fromEntries(
    ['SSO', 'PORTAL', 'CONSOLE', 'EMPLOYER', 'API'].map((face) => [
      `${face}_ORIGIN`,
      `https://${face.toLowerCase()}.goid.example`,
    ]),
  ),
};

test('[V12.2.1 V12.3.1 V12.3.3 V3.5.4] production refuses what would go over the network unencrypted, and faces on one host', () => {
  assert.match(proxy, /listen 80;[\s\S]*return 308 https:/);
  assert.ok(readConfig(production));
  for (const [settings, fault] of [
    [{ PORTAL_ORIGIN: 'http://goid.example' }, /every origin is https. Set PORTAL_ORIGIN/],
    [{ PORTAL_ORIGIN: 'https://sso.goid.example:8443' }, /host name of its own/],
    [{ SSO_INTERNAL_URL: 'http://10.0.0.5:8080' }, /SSO_INTERNAL_URL: http:/],
    [{ DATABASE_URL: 'postgresql://goid@db.goid.example/goid' }, /sslmode=verify-full/],
    [{ DATABASE_URL: 'postgresql://goid@db.goid.example/goid?sslmode=require' }, /sslmode=verify-full/],
  ] as const)
    assert.throws(() => readConfig({ ...production, ...settings }), fault, JSON.stringify(settings));
  for (const settings of [
    { SSO_INTERNAL_URL: 'http://127.0.0.1:8080' },
    { SSO_INTERNAL_URL: 'https://sso.internal.example' },
    { DATABASE_URL: 'postgresql://goid@127.0.0.1:5432/goid' },
    { DATABASE_URL: 'postgresql://goid@/goid?host=/run/postgresql' },
  ])
    assert.ok(readConfig({ ...production, ...settings }), JSON.stringify(settings));
});

test('[V12.3.1] a provider on another machine is never spoken to without encryption', async () => {
  for (const settings of [
    { SMS_PROVIDERS: 'smpp://a:b@smsc.example:2775' },
    { SMS_PROVIDERS: 'http://a:b@gateway.example/sms' },
    { WHATSAPP_PROVIDERS: 'http://a:b@gateway.example/wa' },
  ])
    await assert.rejects(testProviders(readConfig(settings)), /serves only this machine/);
  const heard: string[] = [];
  // On another address of this machine, which counts as another machine; it has no STARTTLS.
  const server = createPlainServer((socket) => {
    socket.write('220 mail\r\n');
    socket.on('data', (data) => {
      heard.push(data.toString());
      socket.write(
        data.toString().startsWith('EHLO') ? '250-mail\r\n250 AUTH PLAIN LOGIN\r\n' : '502 no\r\n',
      );
    });
    socket.on('error', () => {});
  });
  const port = await listening(server, '127.0.0.2');
  const [mail] = await testProviders(
    readConfig({ SMTP_URL: `smtp://siti:rahasia@127.0.0.2:${port}`, MESSAGE_TIMEOUT_SECONDS: '1' }),
  );
  assert.equal(mail?.ok, false);
  assert.ok(heard.length > 0 && !/AUTH|MAIL/.test(heard.join('')), heard.join(''));
});

test('[V12.3.2] a server whose certificate nobody vouches for is not spoken to', async () => {
  const heard: string[] = [];
  const server = createServer(certificate, (socket) => {
    socket.on('data', (data) => heard.push(data.toString()));
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  const port = await listening(server);
  const login = `siti:rahasia@${host}:${port}`;
  const tried = await testProviders(
    readConfig({
      SMTP_URL: `smtps://${login}`,
      SMS_PROVIDERS: `ssmpp://${login} https://${login}/sms`,
      WHATSAPP_PROVIDERS: `https://${login}/wa`,
      MESSAGE_TIMEOUT_SECONDS: '1',
    }),
  );
  assert.equal(tried.length, 4);
  assert.deepEqual(
    tried.filter(({ ok }) => ok),
    [],
  );
  const inside = insideFetch(new URL('https://sso.goid.example'), new URL(`https://127.0.0.1:${port}`));
  await assert.rejects(
    inside('https://sso.goid.example/oauth/jwks', {
      method: 'GET',
      headers: {},
      body: undefined,
      redirect: 'manual',
    } as never),
    { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
  );
  assert.deepEqual(heard, []);
});

/** As much of PostgreSQL as takes a client into TLS (protocol 3.0, SSLRequest), and then hears what it says. */
async function databaseWithTls(heard: string[]): Promise<number> {
  const server = createPlainServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write('S');
      const secure = new TLSSocket(socket, { isServer: true, ...certificate });
      secure.on('error', () => {});
      secure.on('data', (data) => {
        heard.push(data.toString('latin1'));
        secure.destroy();
      });
    });
  });
  return listening(server);
}

test('[V12.3.2 V12.3.4] a database shows a certificate of the authority that is named, or gets no word', async () => {
  const heard: string[] = [];
  const port = await databaseWithTls(heard);
  const folder = mkdtempSync(join(tmpdir(), 'goid-authority-'));
  after(() => rmSync(folder, { recursive: true }));
  const own = join(folder, 'own.pem');
  const other = join(folder, 'other.pem');
  writeFileSync(own, certificate.cert);
  writeFileSync(other, selfSigned(host).cert);
  const asked = async (authority: string) => {
    const database = openDatabase({
      url: `postgresql://siti:rahasia@${host}:${port}/goid?sslmode=verify-full${authority}`,
      poolSize: 1,
    });
    await assert.rejects(database.many(sql`select 1`));
    await database.close();
  };
  await asked('');
  await asked(`&sslrootcert=${other}`);
  assert.deepEqual(heard, []);
  await asked(`&sslrootcert=${own}`);
  assert.match(heard.join(''), /siti/);
});

test('[V12.2.2] the doctor says when a phone would not trust an origin', async () => {
  const server = createServer(certificate);
  server.on('tlsClientError', () => {});
  const port = await listening(server);
  const origins = {
    ...readConfig({}).origins,
    sso: `https://${host}:${port}`,
    portal: 'https://localhost:9',
  };
  const found = await examineCertificates({ origins });
  assert.deepEqual(
    found.map(({ subject, well }) => [subject, well]),
    [
      [origins.sso, false],
      [origins.portal, true],
    ],
  );
  assert.match(found[0]?.found ?? '', /not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
});
