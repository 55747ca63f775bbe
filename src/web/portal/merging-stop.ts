import type { Page } from '#platform';
import { stoppableMerging, stopMergingByCode } from '#privacy';
import type { DataServices } from './data-frame.ts';
import { stopPages } from './stop-by-code.ts';

/** Where the notices of a merging lead. */
export const mergingStopPages = (services: DataServices): readonly Page[] =>
  stopPages(services, {
    address: '/merging/stop',
    cookie: 'merging',
    texts: 'merging.stop',
    until: async (at, code) => (await stoppableMerging(at, code))?.endsAt,
    stop: stopMergingByCode,
  });
