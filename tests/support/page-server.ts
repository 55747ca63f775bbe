import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { assets, styleHashes } from '#web/layout';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
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

/** A browser that ends with the test file. */
export async function openBrowser(): Promise<Browser> {
  const browser = await launchBrowser();
  after(() => browser.close());
  return browser;
}
