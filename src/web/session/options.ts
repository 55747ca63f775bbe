import type { AccountServices } from '#accounts';

export type FaceSessionOptions = {
  readonly services: AccountServices;
  readonly face: 'portal' | 'console' | 'employer';
  readonly clientId: string;
  /** Asked for at each use, because it changes with the key. */
  readonly clientSecret: () => string;
  /** Demanded strength, e.g. '2' for the console. */
  readonly acr?: '2';
  /** When the strength alone does not do: whether a session that was opened so (RFC 8176) does. */
  readonly opensBy?: (amr: readonly string[]) => boolean;
  /** Who may come in; others get a clear page. */
  readonly allows: (roles: readonly string[]) => boolean;
};
