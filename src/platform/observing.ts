import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { MiddlewareHandler } from 'hono';
import type { FaceEnvironment, Seen, SiteName } from './visit.ts';

/** The methods that a page can have; what else strangers make up is one name. */
const methods = new Set(['GET', 'HEAD', 'POST']);

/** Times every request and says how it was answered, by the pattern of the route and never by the address. */
export function observing(site: SiteName, observe: (seen: Seen) => void): MiddlewareHandler<FaceEnvironment> {
  return async (context, next) => {
    const began = performance.now();
    await next();
    const { req, env, res } = context;
    observe({
      site,
      route: req.routePath === '/*' || req.routePath === '*' ? 'other' : req.routePath,
      method: methods.has(req.method) ? req.method : 'other',
      status: res === RESPONSE_ALREADY_SENT ? (env.outgoing?.statusCode ?? 0) : res.status,
      seconds: (performance.now() - began) / 1000,
      writeRefused: context.get('writeRefused') ?? false,
    });
  };
}
