import type { Page } from '#platform';
import { dataHomePage } from './data.ts';
import { dataConsentsPage } from './data-consents.ts';
import { dataDeletePage } from './data-delete.ts';
import { dataExportPage } from './data-export.ts';
import type { DataServices } from './data-frame.ts';
import { dataKeepPages } from './data-keep.ts';
import { mergingStopPages } from './merging-stop.ts';
import { dataLimitPage } from './data-limit.ts';

/** The member's rights over data (UU 27/2022), each with its clock. */
export function dataPages(services: DataServices): Page[] {
  return [
    dataHomePage(services),
    dataExportPage(services),
    dataLimitPage(services),
    dataConsentsPage(services),
    dataDeletePage(services),
    ...dataKeepPages(services),
    ...mergingStopPages(services),
  ];
}
