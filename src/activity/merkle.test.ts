import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inclusionPath, leafHash, rootFromPath, rootOf } from './merkle.ts';

/** The tree that the first implementations of RFC 6962 were tested with: contents of eight leaves, and each root. */
const known = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
] as const;

test('roots are those of RFC 9162', () => {
  const leaves = known.map(([content]) => leafHash(Buffer.from(content, 'hex')));
  known.forEach(([, root], index) =>
    assert.equal(rootOf(leaves.slice(0, index + 1)).toString('hex'), root, `${index + 1} leaves`),
  );
});

const treeOf = (size: number) =>
  Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));

test('every leaf of a tree of every size up to 40 is proven by its path', () => {
  for (let size = 1; size <= 40; size += 1) {
    const leaves = treeOf(size);
    const root = rootOf(leaves);
    leaves.forEach((leaf, position) => {
      const reached = rootFromPath(leaf, { position, size, path: inclusionPath(leaves, position) });
      assert.ok(reached?.equals(root), `leaf ${position} of ${size}`);
    });
  }
});

const place = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.record({ size: fc.constant(size), position: fc.nat({ max: size - 1 }) }));

test('a leaf of any tree is proven; a changed bit, another place, a longer or shorter path prove nothing', () => {
  fc.assert(
    fc.property(place, fc.nat(), fc.nat(), ({ size, position }, bit, other) => {
      const leaves = treeOf(size);
      const root = rootOf(leaves);
      const leaf = leaves[position] ?? assert.fail();
      const path = inclusionPath(leaves, position);
      const leads = (from: Buffer, at: number, way: readonly Buffer[]) =>
        rootFromPath(from, { position: at, size, path: way })?.equals(root) ?? false;
      assert.ok(leads(leaf, position, path));
      const flipped = (bytes: Buffer) => {
        const copy = Buffer.from(bytes);
        copy[(bit >> 3) % 32] = (copy[(bit >> 3) % 32] ?? 0) ^ (1 << (bit & 7));
        return copy;
      };
      assert.ok(!leads(flipped(leaf), position, path));
      const changed = other % Math.max(1, path.length);
      if (path.length > 0)
        assert.ok(
          !leads(
            leaf,
            position,
            path.map((hash, index) => (index === changed ? flipped(hash) : hash)),
          ),
        );
      const elsewhere = other % (size + 2);
      if (elsewhere !== position) assert.ok(!leads(leaf, elsewhere, path));
      assert.ok(!leads(leaf, position, [...path, leaf]));
      if (path.length > 0) assert.ok(!leads(leaf, position, path.slice(1)));
    }),
    { numRuns: 120 },
  );
});
