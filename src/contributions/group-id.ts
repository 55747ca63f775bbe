import { newId } from '#kernel';

/** The first 20 hexadecimal digits of the ids of a batch (UUID version 8): time first, so that they grow together. */
export function groupIdPrefix(now: Date): string {
  const hex = newId(now).replaceAll('-', '');
  return `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17, 20)}`;
}
