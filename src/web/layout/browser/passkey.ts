// Shows or makes a passkey and sends its answer with the form. A page works without this script, and in a browser that
// knows no passkeys, by its other ways: what needs them stays hidden.
type Named = { readonly id: string };
/** What the server wrote, with every run of bytes as base64url. */
type Written<Options> = Omit<Options, 'challenge' | 'user' | 'allowCredentials' | 'excludeCredentials'> & {
  readonly challenge: string;
};
type Descriptors = readonly (Named & Omit<PublicKeyCredentialDescriptor, 'id'>)[];
type ToMake = Written<PublicKeyCredentialCreationOptions> & {
  readonly user: Named & Omit<PublicKeyCredentialUserEntity, 'id'>;
  readonly excludeCredentials?: Descriptors;
};
type ToShow = Written<PublicKeyCredentialRequestOptions> & { readonly allowCredentials?: Descriptors };
const knowsPasskeys = 'PublicKeyCredential' in window && 'credentials' in navigator;
let autofill: AbortController | undefined;

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(Array.from(raw), (letter) => letter.charCodeAt(0));
}

function letters(buffer: ArrayBuffer | null): string {
  const raw = String.fromCharCode.apply(null, Array.from(new Uint8Array(buffer || new ArrayBuffer(0))));
  return btoa(raw).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

const named = <Item extends Named>(item: Item) => Object.assign({}, item, { id: bytes(item.id) });

const written = (part: HTMLElement) => part.dataset.options || '{}';

function optionsToMake(part: HTMLElement): PublicKeyCredentialCreationOptions {
  const asked = JSON.parse(written(part)) as ToMake;
  return Object.assign({}, asked, {
    challenge: bytes(asked.challenge),
    user: named(asked.user),
    excludeCredentials: (asked.excludeCredentials || []).map(named),
  });
}

function optionsToShow(part: HTMLElement): PublicKeyCredentialRequestOptions {
  const asked = JSON.parse(written(part)) as ToShow;
  return Object.assign({}, asked, {
    challenge: bytes(asked.challenge),
    allowCredentials: (asked.allowCredentials || []).map(named),
  });
}

/** What the server reads, with every run of bytes as base64url. */
function textOf(found: PublicKeyCredential): string {
  const shown = found.response as AuthenticatorAssertionResponse & AuthenticatorAttestationResponse;
  const response = shown.attestationObject
    ? {
        clientDataJSON: letters(shown.clientDataJSON),
        attestationObject: letters(shown.attestationObject),
        transports: shown.getTransports ? shown.getTransports() : [],
      }
    : {
        clientDataJSON: letters(shown.clientDataJSON),
        authenticatorData: letters(shown.authenticatorData),
        signature: letters(shown.signature),
        userHandle: letters(shown.userHandle),
      };
  return JSON.stringify({ id: found.id, rawId: found.id, type: found.type, response });
}

function send(part: HTMLElement, found: Credential | null): void {
  const form = part.closest('form') || document.querySelector<HTMLFormElement>('main form');
  if (!found || !form) return;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'passkey';
  field.value = textOf(found as PublicKeyCredential);
  form.appendChild(field);
  // What was typed into a password's field is not needed and does not travel.
  form.querySelectorAll<HTMLInputElement>('input[type="password"]').forEach((input) => {
    input.value = '';
  });
  form.submit();
}

function say(part: HTMLElement, error: unknown): void {
  const name = error instanceof Error ? error.name : '';
  const says = part.querySelector<HTMLElement>('[data-says]');
  if (!says) return;
  const { cancelled, already, failed } = says.dataset;
  const words = says.querySelector('span');
  if (words)
    words.textContent =
      (name === 'NotAllowedError' ? cancelled : name === 'InvalidStateError' ? already : failed) || '';
  says.hidden = false;
  says.focus();
}

function press(part: HTMLElement, button: HTMLButtonElement): void {
  if (autofill) autofill.abort();
  autofill = undefined;
  button.disabled = true;
  const found =
    part.dataset.passkey === 'make'
      ? navigator.credentials.create({ publicKey: optionsToMake(part) })
      : navigator.credentials.get({ publicKey: optionsToShow(part) });
  found
    .then((credential) => send(part, credential))
    .catch((error: unknown) => {
      button.disabled = false;
      say(part, error);
      offerInField(part);
    });
}

/** The browser offers the passkeys that it knows in the field where one says who one is. */
function offerInField(part: HTMLElement): void {
  if (!part.hasAttribute('data-autofill') || !PublicKeyCredential.isConditionalMediationAvailable) return;
  PublicKeyCredential.isConditionalMediationAvailable()
    .then((able) => {
      if (!able) return null;
      autofill = new AbortController();
      return navigator.credentials.get({
        publicKey: optionsToShow(part),
        mediation: 'conditional',
        signal: autofill.signal,
      });
    })
    .then((credential) => send(part, credential))
    // Nobody asked for it aloud, so nobody is told that nothing came of it.
    .catch(() => undefined);
}

function wire(part: HTMLElement): void {
  const button = part.querySelector('button');
  if (!button) return;
  part.hidden = false;
  button.addEventListener('click', () => press(part, button));
  offerInField(part);
}

if (knowsPasskeys) {
  document.querySelectorAll<HTMLElement>('[data-passkey]').forEach(wire);
  document.querySelectorAll<HTMLElement>('[data-without-passkeys]').forEach((part) => {
    part.hidden = true;
  });
}
