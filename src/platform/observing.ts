import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { trace } from '@opentelemetry/api';
import type { MiddlewareHandler } from 'hono';
import type { Config } from './config.ts';
import type { FaceEnvironment, Seen, SiteName } from './visit.ts';

/** The methods that a page can have; what else strangers make up is one name. */
const methods = new Set(['GET', 'HEAD', 'POST']);

type Services = {
  readonly config: Pick<Config, 'TRACES'>;
  readonly observe?: (seen: Seen) => void;
};

/** Times every request and says how it was answered, by the pattern of the route and never by the address. */
export function observing(services: Services, site: SiteName): MiddlewareHandler<FaceEnvironment> {
  return async (context, next) => {
    const began = performance.now();
    await next();
    const { req, env, res } = context;
    const seen = {
      site,
      route: req.routePath === '/*' || req.routePath === '*' ? 'other' : req.routePath,
      method: methods.has(req.method) ? req.method : 'other',
      status: res === RESPONSE_ALREADY_SENT ? (env.outgoing?.statusCode ?? 0) : res.status,
      seconds: (performance.now() - began) / 1000,
      writeRefused: context.get('writeRefused') ?? false,
    };
    services.observe?.(seen);
    if (services.config.TRACES) nameSpan(seen);
  };
}

/** The span that an SDK opened for this request, when one is loaded; without it nothing happens. */
function nameSpan({ site, method, route }: Seen): void {
  const span = trace.getActiveSpan();
  span?.updateName(`${method} ${route}`);
  span?.setAttributes({ 'http.route': route, 'goid.face': site });
}
