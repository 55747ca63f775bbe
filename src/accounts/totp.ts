import { Secret, TOTP } from 'otpauth';

/** RFC 6238 with the settings that every authenticator app knows. */
const periodSeconds = 30;
/** Clocks of phones drift: one step before and after is accepted. */
const window = 1;

/** The time step that the code belongs to, or undefined. The caller uses the step up, so that it works once. */
export function totpStepOf(secret: string, typed: string, now: Date): number | undefined {
  const totp = new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
  });
  const offset = totp.validate({ token: typed, timestamp: now.getTime(), window });
  return offset === null ? undefined : Math.floor(now.getTime() / 1000 / periodSeconds) + offset;
}
