import type { Actor } from '#activity';
import type { By } from './types.ts';

export function actorOf({ officer }: By): Actor {
  return officer === undefined ? { kind: 'system' } : { kind: 'officer', accountId: officer };
}
