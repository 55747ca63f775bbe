import type { Page } from 'playwright-core';
import { axeFaults, sidewaysScroll } from './browser.ts';

/** Everything that a machine can see wrong with a page for people's eyes and fingers, one line each. */
export async function pageFaults(page: Page, { axe = true } = {}): Promise<string[]> {
  const sideways = await sidewaysScroll(page);
  return [
    ...(axe ? await axeFaults(page) : []),
    ...(sideways > 0 ? [`scrolls ${sideways} px sideways`] : []),
    ...(await cutOff(page)),
    ...(await smallTargets(page)),
    ...(await deadAnchors(page)),
  ];
}

/** Elements that reach over the edge of the screen, and texts that are wider than the box they stand in. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const unseen = (element: Element) => element.closest('.unseen, .skip, .stacks thead, svg') !== null;
    return [...document.body.querySelectorAll('*')]
      .filter((element) => {
        const { left, right, width: own, height } = element.getBoundingClientRect();
        if (own === 0 || height === 0 || unseen(element)) return false;
        const clipped =
          getComputedStyle(element).overflowX !== 'visible' &&
          !/^(INPUT|SELECT)$/.test(element.tagName) &&
          element.scrollWidth > element.clientWidth + 1;
        return left < -0.5 || right > width + 0.5 || clipped;
      })
      .map((element) => `cut off: ${element.outerHTML.slice(0, 100)}`);
  });
}

/** Buttons, fields and menu links that a thumb would miss: less than 44 px high (a box to tick: 24). */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, .button, input:not([type=hidden]), select, .menu a, .tools a, .session a',
      ),
    ]
      .filter((element) => {
        const { height } = element.getBoundingClientRect();
        const least = element.matches('[type=checkbox], [type=radio]') ? 24 : 44;
        return height > 0 && height < least;
      })
      .map(
        (element) =>
          `only ${Math.round(element.getBoundingClientRect().height)} px high: ${element.outerHTML.slice(0, 100)}`,
      ),
  );
}

/** Links to a place on the same page that is not there. */
function deadAnchors(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')]
      .filter((link) => document.getElementById(link.hash.slice(1)) === null)
      .map((link) => `leads nowhere: ${link.hash}`),
  );
}

/** What a person on a keyboard sees of the focused element, or why not. */
export function focusFault(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const name = element.outerHTML.slice(0, 100);
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return `no visible focus: ${name}`;
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
      return `focused outside the screen: ${name}`;
    return undefined;
  });
}
