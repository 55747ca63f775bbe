import { takeDownload } from '#accounts';
import { wagesOfMonth } from '#contributions';
import { columnName, type FilingKind, noteDownload, ownColumns, ownColumnsOf } from '#filings';
import { addMonths, dayIn, monthOf } from '#kernel';
import { workersOf } from '#members';
import { type Page, type Visit } from '#platform';
import { csvFile, csvOf } from './download.ts';
import { forClerk } from './at-work.ts';
import type { AtWork, Services } from './frame.ts';
import { kindOf } from './upload.ts';

/** Far more workers than anybody fills in by hand; larger employers fill files from their own system. */
const mostWorkers = 5000;

/** A file to begin with: for wages with the employer's workers and what they were last reported with. */
export function samplePage(services: Services): Page {
  return {
    path: '/employer/:npp/sample/:kind',
    access: 'clerk',
    get: forClerk(services, async (visit, work) => {
      const kind = kindOf(visit);
      await takeDownload(services, 'filing_downloads', work.clerk.accountId, visit.now);
      const columns = ownColumns(kind);
      const own = await ownColumnsOf(services.database, work.employer.employerId, kind);
      const rows = kind === 'wages' ? await workerRows(services, visit, work) : [];
      const lines = [columns.map((column) => own[column] ?? columnName(kind, column)), ...rows];
      return csvFile(visit, `${fileNames[kind]}-${work.employer.npp}.csv`, csvOf(lines));
    }),
  };
}

const fileNames: Record<FilingKind, string> = {
  wages: 'upah',
  workers: 'pekerja-baru',
  exits: 'pekerja-keluar',
};

async function workerRows(
  { database }: Services,
  visit: Visit,
  { employer, clerk }: AtWork,
): Promise<string[][]> {
  const month = addMonths(monthOf(dayIn(visit.now)), -1);
  const workers = await workersOf(database, employer.employerId, month, mostWorkers);
  const known = await wagesOfMonth(database, workers, addMonths(month, -1));
  const wages = new Map(known.map(({ membershipId, wage }) => [membershipId, wage]));
  await noteDownload(database, {
    clerk,
    npp: employer.npp,
    rows: workers.length,
    at: visit.now,
    address: visit.address,
    userAgent: visit.userAgent,
  });
  return workers.map(({ memberNumber, fullName, membershipId }) => [
    memberNumber,
    fullName,
    String(wages.get(membershipId) ?? ''),
    '',
    month,
  ]);
}
