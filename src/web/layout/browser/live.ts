// Keeps the live part of a page up to date, in growing steps: what became of a message, and the next way when it is late.
const live = document.getElementById('live');
const pausesSeconds = [3, 4, 6, 10, 15, 20];
const longestLooks = 30;
if (live) wait(live, 0);

function wait(part: HTMLElement, looks: number): void {
  if (part.hasAttribute('data-settled') || looks >= longestLooks) return;
  const seconds = pausesSeconds[Math.min(looks, pausesSeconds.length - 1)] || 20;
  window.setTimeout(() => {
    // A page that nobody looks at asks nothing; a part that somebody stands in is left alone.
    const later = document.hidden || part.contains(document.activeElement);
    // When the page leads elsewhere or the network is away, the link to look again is still there.
    const looked = later ? Promise.resolve() : look(part);
    looked.then(() => wait(part, later ? looks : looks + 1)).catch(() => {});
  }, seconds * 1000);
}

async function look(part: HTMLElement): Promise<void> {
  const answer = await fetch(window.location.href, { credentials: 'same-origin', redirect: 'error' });
  if (!answer.ok) throw new Error('not this page any more');
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('live');
  if (!fresh) throw new Error('not this page any more');
  if (fresh.dataset.state === part.dataset.state || part.contains(document.activeElement)) return;
  while (part.firstChild) part.removeChild(part.firstChild);
  while (fresh.firstChild) part.appendChild(fresh.firstChild);
  part.dataset.state = fresh.dataset.state || '';
  if (fresh.hasAttribute('data-settled')) part.setAttribute('data-settled', '');
  document.dispatchEvent(new Event('goid:live'));
  const says = document.getElementById('live-says');
  if (says) says.textContent = fresh.dataset.says || '';
}
