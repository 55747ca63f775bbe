/**
 * How strong a sign-in is, weakest first. `1`: password. `1e`: password and a code by e-mail, which NIST SP 800-63B-4
 * §3.1.3.1 does not count as a second factor. `2r`: password and a code by SMS, restricted by §3.1.3.3.
 * `2`: password and an authenticator app.
 */
export const strengths = ['1', '1e', '2r', '2'] as const;
export type Acr = (typeof strengths)[number];
export type SecondFactorMethod = 'sms' | 'email' | 'totp';

/** What password and this second factor reach. `amr` names are those of RFC 8176; e-mail has none of its own. */
export const reachedBy: Readonly<
  Record<SecondFactorMethod, { readonly acr: Acr; readonly amr: readonly string[] }>
> = {
  email: { acr: '1e', amr: ['pwd', 'otp'] },
  sms: { acr: '2r', amr: ['pwd', 'otp', 'sms', 'mfa'] },
  totp: { acr: '2', amr: ['pwd', 'otp', 'mfa'] },
};
export const reachedByPassword = { acr: '1', amr: ['pwd'] } as const;

export function isStrongEnough(reached: Acr, needed: Acr | undefined): boolean {
  return needed === undefined || strengths.indexOf(reached) >= strengths.indexOf(needed);
}
