import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { pageFaults } from './page-checks.ts';

type HasJavaScript = { readonly javaScript: boolean };

/** A folder: each page that is looked at leaves its picture there (`npm run screens`). */
const pictures = process.env['PICTURES'];
const taken = new Map<string, number>();

/** What a machine sees wrong with the page as it stands, one line each; without JavaScript it cannot look. */
export async function faultsOf(page: Page, { javaScript }: HasJavaScript, name: string): Promise<string[]> {
  await page.waitForLoadState();
  if (pictures) await takePicture(pictures, page, { javaScript }, name);
  if (!javaScript) return [];
  return (await pageFaults(page, { axe: isNewToAxe(page, name) })).map((fault) => `${name}: ${fault}`);
}

const looked = new Set<string>();

/**
 * Structure and colours are those of both languages, so axe looks at a page of a walk in the first one only; how much
 * room the words take is measured in each.
 */
function isNewToAxe(page: Page, name: string): boolean {
  const { pathname } = new URL(page.url());
  const place = [page.viewportSize()?.width, pathname.replaceAll(/[\w-]{16,}/g, ':id'), name].join(' ');
  const isNew = !looked.has(place);
  looked.add(place);
  return isNew;
}

/** Fails when a machine sees something wrong with the page. */
export async function look(page: Page, mode: HasJavaScript, name: string): Promise<void> {
  assert.deepEqual(await faultsOf(page, mode, name), [], name);
}

/** The same, for a walk that looks often. */
export const lookerAt = (page: Page, mode: HasJavaScript) => (name: string) => look(page, mode, name);

/** `recovering-320-id-nojs-02-sent.png`: in the order of the walk, beside the other looks of the same walk. */
async function takePicture(folder: string, page: Page, { javaScript }: HasJavaScript, name: string) {
  const language = await page.getAttribute('html', 'lang');
  const walk = [
    basename(process.argv[1] ?? '', '.test.ts'),
    page.viewportSize()?.width,
    language,
    ...(javaScript ? [] : ['nojs']),
  ].join('-');
  const number = (taken.get(walk) ?? 0) + 1;
  taken.set(walk, number);
  const file = `${walk}-${String(number).padStart(2, '0')}-${name.replaceAll(/\W+/g, '-').slice(0, 40)}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true });
}
