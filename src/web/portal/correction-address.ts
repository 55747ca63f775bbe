import { AppError, isId } from '#kernel';
import type { Visit } from '#platform';

/** The request that the address names. */
export const idIn = (visit: Visit): string => {
  const id = visit.context.req.param('id') ?? '';
  if (!isId(id)) throw new AppError('not_found', 'no such request');
  return id;
};
export const addressOf = (visit: Visit) => `/corrections/${idIn(visit)}`;
