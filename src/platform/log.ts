import { AppError } from '#kernel';
import { type DestinationStream, type Logger as PinoLogger, destination, pino } from 'pino';
import { currentContext } from './request-context.ts';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

/** Names of fields that never reach the log, whoever hands them over and however deep they sit. */
const secretFields = [
  'password',
  'code',
  'token',
  'secret',
  'cookie',
  'authorization',
  'nik',
  'nationalNumber',
  'email',
  'phone',
  'identifier',
  'name',
  'connectionString',
];

/**
 * JSON lines on standard error (or where a test reads them), each with the request or job that it belongs to. A request is logged by its route pattern, never its address, so that
 * nothing that stands in a query string or a path parameter gets here.
 */
export function createLogger(level: string, sink?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      mixin: currentContext,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[removed]',
      },
      serializers: { error: (error: unknown) => plainError(error) },
    },
    sink ?? destination({ dest: 2, sync: true }),
  );
}

/**
 * Where it happened is told of what nobody expected only; being busy or without a database has no place to look at.
 * Of a database error only the code and the names: its message and detail quote the row's values.
 * `kind` and `reason` stand for the error's name and code, which would be taken for a person's name and a one-time code.
 */
function plainError(error: unknown, expected = isExpected(error)): unknown {
  if (!(error instanceof Error)) return { kind: 'unknown' };
  const { code, table, constraint, routine } = error as Error & Record<string, unknown>;
  const fromDatabase = typeof routine === 'string';
  return {
    kind: error.name,
    reason: code,
    ...(fromDatabase ? { table, constraint, routine } : { message: error.message.slice(0, 500) }),
    stack: fromDatabase || expected ? undefined : error.stack?.slice(0, 4000),
    ...(error.cause instanceof Error ? { cause: plainError(error.cause, expected) } : {}),
  };
}

function isExpected(error: unknown): boolean {
  return error instanceof AppError && error.code !== 'bug';
}
