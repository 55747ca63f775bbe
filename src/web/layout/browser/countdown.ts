// A button that may be pressed only later counts down in place. The server refuses an early press in any case.
const script = document.currentScript as HTMLScriptElement;
const serverNow = Date.parse(script.dataset.now || '');
const loadedAt = Date.now();
const template = script.dataset.wait || '';

function wireCountdown(button: HTMLButtonElement): void {
  const label = (button.textContent || '').trim();
  // The time left is counted from the server's clock; a phone's clock is often wrong.
  const until = loadedAt + Date.parse(button.dataset.countdownTo || '') - serverNow;
  const tick = () => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    button.disabled = seconds > 0;
    // A longer wait is told as a time beside the button, not counted.
    button.textContent =
      seconds > 0 && seconds <= 60
        ? template.replace('{label}', label).replace('{seconds}', String(seconds))
        : label;
    if (seconds > 0) window.setTimeout(tick, 1000);
  };
  tick();
}

function wireAll(): void {
  document
    .querySelectorAll<HTMLButtonElement>('[data-countdown-to]:not([data-counting])')
    .forEach((button) => {
      button.setAttribute('data-counting', '');
      wireCountdown(button);
    });
}

wireAll();
document.addEventListener('goid:live', wireAll);
