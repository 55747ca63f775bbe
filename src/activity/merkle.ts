import { hash } from 'node:crypto';

// RFC 9162 §2.1: leaves and nodes are hashed with different first bytes, so that neither can be passed off as the other.
const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);

export function leafHash(content: Buffer): Buffer {
  return hash('sha256', Buffer.concat([leafPrefix, content]), 'buffer');
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer');
}

/**
 * The tree of RFC 9162 §2.1.1 from its leaves up: each level pairs its neighbours, and one that is left over goes up as
 * it is. The last level is the root alone. At least one leaf.
 */
function levelsOf(leaves: readonly Buffer[]): readonly Buffer[][] {
  const levels = [[...leaves]];
  for (let level = levels[0] ?? []; level.length > 1; levels.push(level)) {
    const above: Buffer[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index], level[index + 1]];
      if (left) above.push(right ? nodeHash(left, right) : left);
    }
    level = above;
  }
  return levels;
}

/** Root of a tree of at least one leaf. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const [root] = levelsOf(leaves).at(-1) ?? [];
  if (!root) throw new RangeError('a tree has at least one leaf');
  return root;
}

/** The neighbours on the way from a leaf to the root, the lowest first (RFC 9162 §2.1.3). */
export function inclusionPath(leaves: readonly Buffer[], position: number): Buffer[] {
  let at = position;
  return levelsOf(leaves).flatMap((level) => {
    const neighbour = level[at % 2 === 0 ? at + 1 : at - 1];
    at = Math.floor(at / 2);
    return neighbour ? [neighbour] : [];
  });
}

/** The root that a leaf and its path lead to in a tree of `size` (RFC 9162 §2.1.3.2); undefined when the path does not fit. */
export function rootFromPath(
  leaf: Buffer,
  place: { readonly position: number; readonly size: number; readonly path: readonly Buffer[] },
): Buffer | undefined {
  if (place.position < 0 || place.position >= place.size) return undefined;
  let [at, last, reached] = [place.position, place.size - 1, leaf];
  const path = [...place.path];
  for (; last > 0; at = Math.floor(at / 2), last = Math.floor(last / 2)) {
    if (at % 2 === 0 && at === last) continue;
    const neighbour = path.shift();
    if (!neighbour) return undefined;
    reached = at % 2 === 0 ? nodeHash(reached, neighbour) : nodeHash(neighbour, reached);
  }
  return path.length === 0 ? reached : undefined;
}
