import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What every log line of one request or job carries, however deep it is written. */
export type RequestContext = {
  readonly requestId?: string;
  readonly job?: string;
  /** W3C Trace Context, when TRACES is on and the caller sent one. */
  readonly traceId?: string;
};

const contexts = new AsyncLocalStorage<RequestContext>();

export function withContext<Value>(context: RequestContext, work: () => Value): Value {
  return contexts.run(context, work);
}

/** A copy, because what a line says besides is added to it. */
export function currentContext(): RequestContext {
  return { ...contexts.getStore() };
}

const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace id of a traceparent header (W3C Trace Context §3.2); undefined for anything else. */
export function traceIdOf(header: string | undefined): string | undefined {
  const [, traceId] = traceparent.exec(header ?? '') ?? [];
  return traceId === undefined || /^0+$/.test(traceId) ? undefined : traceId;
}

/** For a request that this one causes: the same trace, with a span of its own. Nothing when there is no trace. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const { traceId } = contexts.getStore() ?? {};
  return traceId === undefined ? {} : { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
}
