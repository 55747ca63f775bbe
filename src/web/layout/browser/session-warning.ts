// Warns before the session ends and covers the page at the end. It asks the server only when the person chooses to
// stay: pages that asked by themselves would keep each other alive.
const script = document.currentScript as HTMLScriptElement;
const dialog = document.getElementById('session-warning') as HTMLDialogElement | null;
if (dialog) wireWarning(dialog, Date.parse(script.dataset.now || ''), Date.now());

function part(dialog: HTMLElement, name: string): HTMLElement | null {
  return dialog.querySelector<HTMLElement>(`[data-part="${name}"]`);
}

function wireWarning(dialog: HTMLDialogElement, serverNow: number, loadedAt: number): void {
  const seconds = Number(dialog.dataset.warningSeconds);
  let timers: number[] = [];
  const start = (endsAt: number, from: number) => {
    timers.forEach((timer) => window.clearTimeout(timer));
    const left = endsAt - from;
    timers = [
      window.setTimeout(() => open(dialog), Math.max(0, left - seconds * 1000)),
      window.setTimeout(() => cover(dialog), Math.max(0, left)),
    ];
  };
  start(Date.parse(dialog.dataset.endsAt || ''), serverNow + (Date.now() - loadedAt));
  const stay = dialog.querySelector('button');
  if (stay)
    stay.addEventListener('click', () => {
      extend(dialog, start).catch(() => cover(dialog));
    });
}

function open(dialog: HTMLDialogElement): void {
  if (dialog.hasAttribute('open')) return;
  if (typeof dialog.showModal === 'function') dialog.showModal();
  else dialog.setAttribute('open', '');
  const first = dialog.querySelector<HTMLElement>('[data-part]:not([hidden]) .button');
  if (first) first.focus();
}

function cover(dialog: HTMLDialogElement): void {
  const warning = part(dialog, 'warning');
  const ended = part(dialog, 'ended');
  if (warning) warning.hidden = true;
  if (ended) ended.hidden = false;
  dialog.setAttribute('aria-labelledby', 'ended-title');
  dialog.setAttribute('aria-describedby', 'ended-text');
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  const content = document.getElementById('content');
  if (content) content.hidden = true;
  if (dialog.hasAttribute('open')) dialog.removeAttribute('open');
  if (typeof dialog.close === 'function' && dialog.open) dialog.close();
  open(dialog);
}

/** Opens this page once more in the background, which counts as use, and reads the new end from it. */
async function extend(
  dialog: HTMLDialogElement,
  start: (endsAt: number, from: number) => void,
): Promise<void> {
  const answer = await fetch(window.location.pathname, { credentials: 'same-origin', redirect: 'error' });
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = fresh.getElementById('session-warning');
  const now = fresh.querySelector<HTMLElement>('script[data-now]');
  const shown = fresh.querySelector('.session time');
  if (!next || !now || !shown) throw new Error('the session has ended');
  start(Date.parse(next.dataset.endsAt || ''), Date.parse(now.dataset.now || ''));
  document.querySelectorAll('.session time, #session-text time').forEach((time) => {
    time.textContent = shown.textContent;
  });
  dialog.close();
}
