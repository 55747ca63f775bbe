import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What every log line of one request or job carries, however deep it is written. */
export type RequestContext = {
  readonly requestId?: string;
  readonly job?: string;
  /** W3C Trace Context, when TRACES is on and the caller sent one. */
  readonly traceId?: string;
  /** As the caller set them: whoever does not sample a trace is not overruled. In no log line. */
  readonly traceFlags?: string;
};

const contexts = new AsyncLocalStorage<RequestContext>();

export function withContext<Value>(context: RequestContext, work: () => Value): Value {
  return contexts.run(context, work);
}

/** A copy, because what a line says besides is added to it. */
export function currentContext(): RequestContext {
  const { traceFlags: _, ...lines } = contexts.getStore() ?? {};
  return lines;
}

const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

/** Trace id and flags of a traceparent header (W3C Trace Context §3.2); nothing for anything else. */
export function traceOf(header: string | undefined): Pick<RequestContext, 'traceId' | 'traceFlags'> {
  const [, traceId, traceFlags] = traceparent.exec(header ?? '') ?? [];
  return traceId && traceFlags && !/^0+$/.test(traceId) ? { traceId, traceFlags } : {};
}

/** For a request that this one causes: the same trace, with a span of its own. Nothing when there is no trace. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const { traceId, traceFlags = '00' } = contexts.getStore() ?? {};
  if (traceId === undefined) return {};
  return { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-${traceFlags}` };
}
