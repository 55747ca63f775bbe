import type { Config, Database, Page, Visit } from '#platform';
import { z } from 'zod';
import { carrierName } from './carrier.ts';
import { isSignedBy } from './http-carrier.ts';
import { gatewayUrls } from './providers.ts';
import { receiptPath, recordReceipt } from './receipt.ts';

const receiptShape = z.object({
  id: z.union([z.string().min(1).max(200), z.number()]),
  state: z.enum(['delivered', 'failed']),
});

/**
 * POST /messages/receipts: a gateway for SMS or WhatsApp says what became of a message, as JSON {id, state: delivered|failed}, with
 * the header `X-Signature: sha256=<HMAC-SHA-256 of the body with the gateway's password>`. 204 noted; 401 not signed
 * by a gateway of ours; 400 not understood; 404 not known (yet): send again later. Noting twice changes nothing.
 */
export function receiptPage(database: Database): Page {
  return {
    path: receiptPath,
    access: 'machine',
    receive: async (visit, body) => {
      const gateway = signer(visit.config, body, visit.context.req.header('x-signature') ?? '');
      if (!gateway) return answer(visit, 401);
      const receipt = receiptShape.safeParse(parseJson(body));
      if (!receipt.success) return answer(visit, 400);
      const { id, state } = receipt.data;
      const noted = await recordReceipt(
        database,
        { provider: carrierName(gateway), providerMessageId: String(id), arrived: state === 'delivered' },
        visit.now,
      );
      return answer(visit, noted ? 204 : 404);
    },
  };
}

function signer(config: Config, body: string, signature: string): URL | undefined {
  return gatewayUrls(config).find((url) => isSignedBy(decodeURIComponent(url.password), body, signature));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(visit: Visit, status: 204 | 400 | 401 | 404): Response {
  return visit.context.body(null, status);
}
