import { Secret, TOTP } from 'otpauth';

/** RFC 6238 with the settings that every authenticator app knows. */
const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const;

/**
 * The time step that the code belongs to, or undefined. Clocks of phones drift, so so many steps before and after are
 * accepted (RFC 6238 §6). The caller uses the step up, so that it works once.
 */
export function totpStepOf(
  secret: string,
  typed: string,
  now: Date,
  stepsTolerated: number,
): number | undefined {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), ...settings });
  const offset = totp.validate({ token: typed, timestamp: now.getTime(), window: stepsTolerated });
  return offset === null ? undefined : Math.floor(now.getTime() / 1000 / settings.period) + offset;
}

/** How far off a phone's clock is still recognised, in steps: ten minutes. */
const recognisedSteps = 20;

/**
 * By how many steps the clock of an app is off whose code is right at another time; undefined when the code is right at
 * none nearby. It tells what is wrong with a refused code; it opens nothing.
 */
export function clockDriftOf(secret: string, typed: string, now: Date): number | undefined {
  const step = totpStepOf(secret, typed, now, recognisedSteps);
  return step === undefined ? undefined : step - Math.floor(now.getTime() / 1000 / settings.period);
}

/** A new seed in base32: 160 bits (RFC 4226 §4, R6). */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads from the picture, or opens by its address on the same phone. */
export function totpAddress(secret: string, issuer: string, label: string): string {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), ...settings }).toString();
}
