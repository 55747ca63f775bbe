// A page that shows something of a person goes away when that person has signed out in another tab or elsewhere. It
// looks when it hears of it, when it is seen again, and when the browser brings it back; a look is not use.
const dialog = document.getElementById('session-warning');
const mark = dialog ? dialog.dataset.session || '' : '';
const content = document.getElementById('content');
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('goid-signed-out') : undefined;

async function look(): Promise<void> {
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  const answer = await fetch(`/session?to=${here}`, { credentials: 'same-origin', cache: 'no-store' });
  const text = await answer.text();
  if (answer.status === 410) window.location.replace(text);
  else if (answer.ok && text !== mark) window.location.reload();
  else if (content && answer.ok) content.hidden = false;
}

function lookQuietly(): void {
  // Without a connection the page stays as it is; its own end still covers it.
  look().catch(() => undefined);
}

function lookBeforeShowing(event: PageTransitionEvent): void {
  if (!event.persisted) return;
  if (content) content.hidden = true;
  look().catch(() => window.location.reload());
}

if (channel && document.querySelector('[data-signed-out]')) {
  const tell = channel.postMessage.bind(channel);
  tell('');
}
if (mark) {
  if (channel) channel.addEventListener('message', lookQuietly);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) lookQuietly();
  });
  window.addEventListener('pageshow', lookBeforeShowing);
}
