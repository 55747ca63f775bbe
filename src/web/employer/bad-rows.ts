import { Readable } from 'node:stream';
import { takeDownload } from '#accounts';
import { badRowsCsv, badRowsSheet, type RefusedRow } from '#filings';
import type { Page } from '#platform';
import { filingAsked } from './filing-asked.ts';
import { forClerk } from './at-work.ts';
import type { Services } from './frame.ts';
import { csvFile, download } from './download.ts';
import { columnWords, reasonWords } from './words.ts';

/** Only the refused rows, to mend and send again; the reason stands in a column that is passed over then. */
export function badRowsPage(services: Services): Page {
  return {
    path: '/employer/:npp/filing/:filingId/bad-rows',
    access: 'clerk',
    get: forClerk(services, async (visit, work) => {
      const filing = await filingAsked(services, visit, work);
      await takeDownload(services, 'filing_downloads', work.clerk.accountId, visit.now);
      const { database, keys } = services;
      const say = (refused: RefusedRow) =>
        `${columnWords(visit, filing, refused)}: ${reasonWords(visit, refused)}`;
      const name = `perbaiki-${filing.month ?? filing.kind}-${work.employer.npp}.${filing.format}`;
      if (filing.format === 'xlsx')
        return download(visit, name, sheetType, await badRowsSheet(database, keys, filing, say));
      const pieces = badRowsCsv(database, keys, filing, say);
      return csvFile(visit, name, Readable.toWeb(Readable.from(encoded(pieces))) as ReadableStream);
    }),
  };
}

const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
