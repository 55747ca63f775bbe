import { after } from 'node:test';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.cjs';

function browserPath(): string {
  const path = findBrowser(process.env);
  if (!path) throw new Error('No browser: install Chromium (apt-get install chromium) or set CHROMIUM_PATH');
  return path;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export type ContextChoice = {
  readonly javaScript?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly language?: 'id' | 'en';
};

/** A browser for one test file, closed when it ends; each call gives a fresh jar of cookies. */
export async function testBrowser(): Promise<(choice?: ContextChoice) => Promise<BrowserContext>> {
  const browser = await launchBrowser();
  after(() => browser.close());
  return async ({ javaScript = true, width = 360, height = 640, language = 'id' } = {}) => {
    const context = await browser.newContext({
      javaScriptEnabled: javaScript,
      viewport: { width, height },
      locale: language === 'id' ? 'id-ID' : 'en-GB',
    });
    context.setDefaultTimeout(Number(process.env['JOURNEY_TIMEOUT_MS'] ?? 15_000));
    return context;
  };
}

/** What axe finds wrong on the page (WCAG 2.2 A and AA), one line each. Needs JavaScript in the context. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: engine } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await engine.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // Only what is wrong is told, so only that is described.
      resultTypes: ['violations'],
      selectors: false,
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
  });
  return found;
}

/** Nothing is wider than the screen: a sideways scroll is a fault. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
