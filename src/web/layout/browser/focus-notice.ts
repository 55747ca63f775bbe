// What went wrong is read first: the notice takes the focus, so that a screen reader and a keyboard start there.
const wrong = document.querySelector<HTMLElement>('[data-takes-focus]');
if (wrong) wrong.focus();
