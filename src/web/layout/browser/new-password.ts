// Looks at a new password while it is typed: ticks off the rules, moves the meter and says in words what is missing.
// A rough guess that needs no dictionary; what counts is what the server says after sending. Nothing leaves the page.
const list = document.querySelector<HTMLElement>('[data-password-rules]');
const meterLine = document.querySelector<HTMLElement>('[data-password-meter]');
const says = document.querySelector<HTMLElement>('[data-password-says]');
const first = document.getElementById('field-password') as HTMLInputElement | null;
const second = document.getElementById('field-repeat') as HTMLInputElement | null;
if (list && meterLine && says && first && second) wire(list, meterLine, says, first, second);

type Kinds = { readonly [kind: string]: boolean };

/** Of letters by their two forms, because an old browser knows no classes of letters. */
function kindsOf(letters: readonly string[]): Kinds {
  const has = (test: (letter: string) => boolean) => letters.some(test);
  const upper = (letter: string) => letter.toUpperCase();
  const lower = (letter: string) => letter.toLowerCase();
  return {
    lower: has((letter) => letter !== upper(letter)),
    upper: has((letter) => letter !== lower(letter)),
    digit: has((letter) => /[0-9]/.test(letter)),
    symbol: has((letter) => upper(letter) === lower(letter) && !/[0-9]/.test(letter)),
  };
}

/** How many different steps from letter to letter there are; a row such as 1234 or aaaa has none. */
function variety(letters: readonly string[]): number {
  const steps = letters.slice(1).filter((letter, index) => {
    const before = letters[index] || '';
    return Math.abs((letter.codePointAt(0) || 0) - (before.codePointAt(0) || 0)) > 1;
  }).length;
  const pairs = new Set(letters.slice(1).map((letter, index) => (letters[index] || '') + letter));
  return Math.min(steps, pairs.size);
}

/** Names and numbers that the page knows of its reader: those it was given, and those that stand in the same form. */
function holdsOwn(typed: string, own: string, form: HTMLFormElement | null): boolean {
  const fields = form ? Array.from(form.querySelectorAll<HTMLInputElement>('[autocomplete="username"]')) : [];
  const words = fields
    .map((field) => field.value)
    .concat(own)
    .join(' ')
    .toLowerCase()
    .split(/[\s@.,_-]+/);
  return words.some((word) => word.length > 3 && typed.toLowerCase().indexOf(word) >= 0);
}

function wire(
  rules: HTMLElement,
  line: HTMLElement,
  status: HTMLElement,
  input: HTMLInputElement,
  repeat: HTMLInputElement,
): void {
  const { minimum, mixed, own } = rules.dataset;
  const texts = status.dataset;
  const meter = line.querySelector('meter');
  const word = line.querySelector('strong');
  const label = line.querySelector('span');
  const refused = document.getElementById('field-password-error');
  let pause = 0;

  const tick = (element: HTMLElement, met: boolean) => {
    element.className = met ? 'met' : '';
  };
  // Said when the typing rests, so that a screen reader does not speak at every letter.
  const say = (text: string) => {
    window.clearTimeout(pause);
    pause = window.setTimeout(() => {
      if (status.textContent !== text) status.textContent = text;
    }, 1000);
  };
  const look = () => {
    // What was said of the password before does not hold for this one.
    if (refused) refused.hidden = true;
    input.removeAttribute('aria-invalid');
    const typed = input.value.normalize('NFC');
    const letters = Array.from(typed);
    const kinds = kindsOf(letters);
    const all = Object.keys(kinds).every((kind) => Boolean(kinds[kind]));
    const met: Kinds = {
      length: letters.length >= Number(minimum),
      mixed: all && letters.length >= Number(mixed),
      repeat: typed !== '' && repeat.value === input.value,
    };
    const least = all ? Number(mixed) : Number(minimum);
    const isLong = letters.length >= least;
    const isOwn = holdsOwn(typed, own || '', input.form);
    rules.querySelectorAll<HTMLElement>('[data-kind]').forEach((element) => {
      tick(element, Boolean(kinds[element.dataset.kind || '']));
    });
    rules.querySelectorAll<HTMLElement>('[data-rule]').forEach((element) => {
      tick(element, Boolean(met[element.dataset.rule || '']));
    });
    const guess = [5, 8, 11, 15].filter((step) => variety(letters) > step).length;
    const score = isLong && !isOwn ? Math.max(1, guess) : Math.min(1, guess);
    line.hidden = typed === '';
    if (label) label.textContent = line.dataset.guess || '';
    if (meter) meter.value = score;
    if (word) word.textContent = (line.dataset.words || '').split('|')[score] || '';
    const missing = (texts.short || '').replace('{count}', String(least - letters.length));
    say(typed === '' ? '' : (isOwn ? texts.own : isLong ? texts.rest : missing) || '');
  };
  [input, repeat].forEach((field) => field.addEventListener('input', look));
}
