import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { assets, styleHashes } from '#web/layout';
import { type Browser, chromium } from 'playwright-core';
import { testConfig } from './visit.ts';

/** Serves rendered pages, by path, under the policy that the faces send. Ends with the test file. */
export async function servePages(
  pages: Readonly<Record<string, () => Promise<string> | string>>,
): Promise<string> {
  const files = assets(testConfig);
  const policy = `default-src 'none'; style-src ${styleHashes(testConfig).join(' ')}; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'`;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const asset = files.get(path.replace('/assets/', ''));
    if (asset) {
      response.writeHead(200, { 'content-type': asset.type }).end(asset.body);
      return;
    }
    const render = pages[path] ?? (() => 'no such page');
    void Promise.resolve(render()).then((body) =>
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
        .end(body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Debian's Chromium, or the one that CHROMIUM names. Ends with the test file. */
export async function openBrowser(): Promise<Browser> {
  const paths = [
    process.env['CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const executablePath = paths.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('No Chromium: install Debian’s package chromium, or set CHROMIUM.');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  after(() => browser.close());
  return browser;
}
