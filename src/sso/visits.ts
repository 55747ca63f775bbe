import type { IncomingMessage } from 'node:http';
import { AppError } from '#kernel';
import type { Visit } from '#platform';

const visits = new WeakMap<object, Visit>();

/** Remembers which visit a request of the library belongs to, so that its pages speak the visitor's language. */
export function rememberVisit(request: IncomingMessage, visit: Visit): void {
  visits.set(request, visit);
}

export function visitOf(request: object): Visit {
  const visit = visits.get(request);
  if (!visit) throw new AppError('bug', 'a request of the provider without a visit');
  return visit;
}
