// A code behind the `#` of an address (scanned from paper) goes into its field and out of the address. No server ever
// hears of it before the form is sent; without this script it is typed.
const waiting = document.querySelector<HTMLInputElement>('[data-from-fragment] input[name="code"]');
const fill = () => {
  const scanned = /^#([\w-]{1,60})$/.exec(window.location.hash);
  if (!waiting || !scanned || !scanned[1]) return;
  waiting.value = scanned[1];
  window.history.replaceState(null, '', window.location.pathname);
};
fill();
// Scanned again while the page is open: only what is behind the `#` changes, and nothing is loaded anew.
window.addEventListener('hashchange', fill);
