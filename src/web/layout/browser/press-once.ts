// Disables a form's buttons once it is sent; they wake up when the page is shown again. The server makes a double
// tap harmless by itself.
const sent: HTMLButtonElement[] = [];

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-press-once')) return;
  // After this turn, so that the pressed button's own name and value still travel.
  window.setTimeout(() => {
    form.querySelectorAll<HTMLButtonElement>('button:not([type="button"])').forEach((button) => {
      if (button.disabled) return;
      button.disabled = true;
      sent.push(button);
    });
  }, 0);
});

window.addEventListener('pageshow', () => {
  sent.splice(0).forEach((button) => {
    button.disabled = false;
  });
});
