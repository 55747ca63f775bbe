/** Our own mark: a tick on a rounded square. An institution sets its name and its colour. */
export function brandMark(colour: string): string {
  return `<svg viewBox="0 0 22 22" aria-hidden="true"><rect width="22" height="22" rx="6" fill="${colour}"/><path d="M6 11.5l3.5 3.5L16.5 8" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}
