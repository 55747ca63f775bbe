import type { Page } from '#platform';
import { keepable, keepByCode } from '#privacy';
import type { DataServices } from './data-frame.ts';
import { stopPages } from './stop-by-code.ts';

/** Where the notices of a deletion lead. */
export const dataKeepPages = (services: DataServices): readonly Page[] =>
  stopPages(services, {
    address: '/data/keep',
    cookie: 'keep',
    texts: 'data.keep',
    until: async (at, code) => (await keepable(at, code))?.eraseAfter,
    stop: keepByCode,
  });
