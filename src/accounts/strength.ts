/**
 * How strong a sign-in is, weakest first. `1`: password. `1e`: password and a code by e-mail, which NIST SP 800-63B-4
 * §3.1.3.1 does not count as a second factor. `2r`: password and a code by SMS, restricted by §3.1.3.3, or by WhatsApp,
 * which whoever takes over the number can take over too. `2`: password and an authenticator app, or a recovery code
 * (a look-up secret, §3.1.2), or a passkey, with the password or alone: whoever holds its device also showed finger, face
 * or screen lock (§3.1.7, a multi-factor authenticator).
 */
export const strengths = ['1', '1e', '2r', '2'] as const;
export type Acr = (typeof strengths)[number];

/** The ways by which a code is sent. */
export const messageMethods = ['sms', 'whatsapp', 'email'] as const;
export type MessageMethod = (typeof messageMethods)[number];

/** Every way of a second factor. Adding one here makes the compiler ask for all that belongs to it. */
export const secondFactorMethods = [...messageMethods, 'totp', 'passkey', 'recovery'] as const;
export type SecondFactorMethod = (typeof secondFactorMethods)[number];

/**
 * What password and this second factor reach. `amr` names are those of RFC 8176; e-mail has none of its own. A passkey is
 * `pop`, never `hwk`: many are copied between devices (§2.3.2 keeps those from level 3), and without attestation, which
 * nobody is asked for, the others prove no hardware.
 */
export const reachedBy = {
  email: { acr: '1e', amr: ['pwd', 'otp'] },
  sms: { acr: '2r', amr: ['pwd', 'otp', 'sms', 'mfa'] },
  whatsapp: { acr: '2r', amr: ['pwd', 'otp', 'mfa'] },
  totp: { acr: '2', amr: ['pwd', 'otp', 'mfa'] },
  passkey: { acr: '2', amr: ['pwd', 'pop', 'user', 'mfa'] },
  recovery: { acr: '2', amr: ['pwd', 'otp', 'mfa'] },
} as const satisfies Record<SecondFactorMethod, { readonly acr: Acr; readonly amr: readonly string[] }>;
export const reachedByPassword = { acr: '1', amr: ['pwd'] } as const;
export const reachedByPasskey = { acr: '2', amr: ['pop', 'user', 'mfa'] } as const;

export function isStrongEnough(reached: Acr, needed: Acr | undefined): boolean {
  return needed === undefined || strengths.indexOf(reached) >= strengths.indexOf(needed);
}

/** A second factor that does not hang on a mailbox. The last such one is not removed without saying what that means. */
export function isStrong(method: SecondFactorMethod): boolean {
  return isStrongEnough(reachedBy[method].acr, '2r');
}

export function isMessageMethod(method: SecondFactorMethod): method is MessageMethod {
  return messageMethods.some((known) => known === method);
}

/** The weakest of these ways: a code that went out by several proves no more than that. */
export function weakestOf<Method extends SecondFactorMethod>(methods: readonly Method[]): Method | undefined {
  const rank = (method: Method) => strengths.indexOf(reachedBy[method].acr);
  return methods.toSorted((first, second) => rank(first) - rank(second))[0];
}

/** The kind of address that a way sends to: SMS and WhatsApp go to the same phone. */
export function contactChannelOf(method: MessageMethod): 'email' | 'sms' {
  return method === 'email' ? 'email' : 'sms';
}
