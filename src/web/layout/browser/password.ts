// Shows and hides a password, and tells when Caps Lock is on. Without this script the buttons stay hidden.
const texts = (document.currentScript as HTMLScriptElement).dataset;

function wireShowButton(button: HTMLButtonElement): void {
  const input = document.getElementById(
    button.getAttribute('aria-controls') || '',
  ) as HTMLInputElement | null;
  if (!input) return;
  const show = (visible: boolean) => {
    input.type = visible ? 'text' : 'password';
    button.textContent = (visible ? texts.hide : texts.show) || '';
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    show(input.type === 'password');
    input.focus();
  });
  // A password is never sent from, or kept in, a field of plain text.
  if (input.form) input.form.addEventListener('submit', () => show(false));
}

function wireCapsLock(hint: HTMLElement): void {
  const input = document.getElementById(hint.dataset.for || '');
  if (!input) return;
  const look = (event: Event) => {
    if (event instanceof KeyboardEvent) hint.hidden = !event.getModifierState('CapsLock');
  };
  input.addEventListener('keydown', look);
  input.addEventListener('keyup', look);
  input.addEventListener('blur', () => {
    hint.hidden = true;
  });
}

document.querySelectorAll<HTMLButtonElement>('.show').forEach(wireShowButton);
document.querySelectorAll<HTMLElement>('.caps').forEach(wireCapsLock);
