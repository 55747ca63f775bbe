/**
 * The closed catalogue of what can go wrong for the person at the other end.
 * `code` names it in logs and is the key of its text in locales/ (`error.<code>`); `status` is the HTTP answer.
 * The detail of an AppError is for the log only and never holds a secret or a personal number.
 */
export const errorCatalogue = {
  not_found: 404,
  method_not_allowed: 405,
  form_expired: 403,
  form_from_elsewhere: 403,
  form_unreadable: 400,
  body_too_large: 413,
  wrong_host: 421,
  not_allowed: 403,
  session_ended: 401,
  sign_in_expired: 400,
  sign_in_refused: 400,
  busy: 503,
  unavailable: 503,
  read_only: 503,
  still_working: 503,
  too_many_requests: 429,
  bug: 500,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorCatalogue;

/** For bugs and outages. A user's mistake is a Result instead. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = errorCatalogue[code];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
