import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

type Cbor = number | string | Buffer | Map<number | string, Cbor>;

/** As much of CBOR (RFC 8949) as an attestation needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}

/** ES256 (COSE -7) on P-256. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const bytes = (text: string) => Buffer.from(text, 'base64url');
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]),
  );
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const base64url = (data: Buffer) => data.toString('base64url');

export type AuthenticatorTraits = {
  readonly origin: string;
  readonly rpId?: string;
  readonly backupEligible?: boolean;
  readonly userVerified?: boolean;
  /** Shown next; then each use adds one. Always 0 for one that keeps none. */
  counter?: number;
};

type CreateOptions = { readonly challenge: string; readonly user: { readonly id: string } };
type GetOptions = { readonly challenge: string };

/** A device that holds one passkey, for what a browser with a virtual authenticator is too slow. It signs what it is told. */
export function softwareAuthenticator(traits: AuthenticatorTraits) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let userHandle = '';

  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: traits.origin, crossOrigin: false }));

  function authenticatorData(attested: Buffer): Buffer {
    const { rpId = new URL(traits.origin).hostname, backupEligible, userVerified = true } = traits;
    const flags = 1 | (userVerified ? 4 : 0) | (backupEligible ? 8 | 16 : 0) | (attested.length > 0 ? 64 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(traits.counter ?? 0);
    if (traits.counter) traits.counter += 1;
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, attested]);
  }

  const answer = (response: Readonly<Record<string, unknown>>) =>
    JSON.stringify({ id: base64url(id), rawId: base64url(id), type: 'public-key', response });

  return {
    traits,
    /** What navigator.credentials.create would give, as the page sends it. */
    create({ challenge, user }: CreateOptions): string {
      userHandle = user.id;
      const length = Buffer.from([id.length >> 8, id.length & 255]);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const attestation = new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authenticatorData(attested)],
      ]);
      return answer({
        clientDataJSON: base64url(clientData('webauthn.create', challenge)),
        attestationObject: base64url(cbor(attestation)),
        transports: ['internal'],
      });
    },
    /** What navigator.credentials.get would give. */
    get({ challenge }: GetOptions): string {
      const data = clientData('webauthn.get', challenge);
      const signed = authenticatorData(Buffer.alloc(0));
      const signature = createSign('sha256')
        .update(Buffer.concat([signed, sha256(data)]))
        .sign(privateKey);
      return answer({
        clientDataJSON: base64url(data),
        authenticatorData: base64url(signed),
        signature: base64url(signature),
        userHandle,
      });
    },
  };
}
