// Ticks off the length rule while a new password is typed. The rest is judged by the server.
const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/];

document.querySelectorAll<HTMLElement>('[data-password-rules]').forEach((list) => {
  const input = document.getElementById(list.dataset.passwordRules || '') as HTMLInputElement | null;
  const rule = list.querySelector<HTMLElement>('[data-rule="length"]');
  if (!input || !rule) return;
  input.addEventListener('input', () => {
    const typed = input.value.normalize ? input.value.normalize('NFC') : input.value;
    const length = Array.from(typed).length;
    const mixed = kinds.every((kind) => kind.test(typed));
    const met = length >= Number(rule.dataset.minimum) || (mixed && length >= Number(rule.dataset.mixed));
    rule.className = met ? 'met' : '';
  });
});
