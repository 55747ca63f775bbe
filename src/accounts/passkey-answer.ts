import { z } from 'zod';

/** Authenticators give ids of at most 1023 bytes; keys and statements are a few kilobytes. */
const text = z.string().max(20_000);
const credentialId = z.string().min(1).max(1400);

const shown = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: text,
  }),
});
const made = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: text,
    attestationObject: text,
    transports: z.array(z.string()).max(20).optional(),
  }),
});

/** What the browser answered when a passkey was shown; undefined for anything else. The user handle names its account. */
export const readShownPasskey = (json: string) => read(shown, json);
/** What the browser answered when a passkey was made. */
export const readMadePasskey = (json: string) => read(made, json);

function read<Shape>(shape: z.ZodType<Shape>, json: string): Shape | undefined {
  try {
    return shape.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** The challenge that the browser says it had signed, without looking whether it was. */
export function challengeIn(clientData: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString()) as {
      challenge?: unknown;
    };
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}
