import type { AccountServices, ClosedServices } from '#accounts';
import type { AppError } from '#kernel';
import type { Html, Logger, Visit } from '#platform';

/** Pages that the provider shows by itself; main hands them in, because this room knows no page. */
export type SsoRenderers = {
  readonly error: (visit: Visit, error: AppError) => Html;
  /** Asks whether to log out; the form posts `xsrf` and `logout=yes` to `action`. */
  readonly logout: (
    visit: Visit,
    parts: { readonly action: string; readonly xsrf: string; readonly clientName: string | undefined },
  ) => Html;
  /** `services` are the others that were used in the session; `shared`: on a computer that others use too. */
  readonly loggedOut: (
    visit: Visit,
    parts: { readonly services: ClosedServices | undefined; readonly shared: boolean },
  ) => Html;
};

export type SsoServices = {
  readonly accounts: AccountServices;
  readonly log: Logger;
  readonly renderers: SsoRenderers;
};
