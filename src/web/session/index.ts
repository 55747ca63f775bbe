import type { AccountServices } from '#accounts';
import type { Guard, Page } from '#platform';

/** DOOR (agreed): a face's own session over the provider; the only room that imports openid-client. */
export type FaceSessionOptions = {
  readonly services: AccountServices;
  readonly face: 'portal' | 'console' | 'employer';
  readonly clientId: string;
  readonly clientSecret: string;
  /** Demanded strength, e.g. '2' for the console. */
  readonly acr?: '2';
  /** Who may come in; others get a clear page. */
  readonly allows: (roles: readonly string[]) => boolean;
};
export type FaceSession = {
  /** /login, /callback, /logout (POST), /logged-out, /session-ended. */
  readonly pages: readonly Page[];
  /** Sends a browser without a live session to sign in and back to the page it asked for. */
  readonly guard: Guard;
};
export function faceSession(_options: FaceSessionOptions): FaceSession {
  throw new Error('not built');
}
