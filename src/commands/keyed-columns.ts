import { accountKeys } from '#accounts';
import { sealedBillingColumns } from '#billing';
import { sealedCaseColumns } from '#cases';
import { sealedEvidenceColumns } from '#evidence';
import { sealedFilingColumns } from '#filings';
import { memberKeys } from '#members';
import { sealedMessageColumns } from '#notifications';
import { dataKeyColumn, formOutcomeColumn, type HashedColumn, type SealedColumn } from '#platform';
import { sealedPrivacyColumns } from '#privacy';
import { sealedSsoColumns } from '#sso';
import { hashedStatementColumns } from '#statements';
import { sealedSupportColumns } from '#support';

/** Every sealed column of every room. A test compares this with the database. */
export const allSealedColumns: readonly SealedColumn[] = [
  ...accountKeys.sealedColumns,
  ...memberKeys.sealedColumns,
  ...sealedCaseColumns,
  ...sealedSupportColumns,
  ...sealedMessageColumns,
  ...sealedEvidenceColumns,
  ...sealedFilingColumns,
  ...sealedBillingColumns,
  ...sealedPrivacyColumns,
  ...sealedSsoColumns,
  dataKeyColumn,
  formOutcomeColumn,
];

/** Every column of hashes that rows are found by, by table; the blind index of the NIK moves with its seals. */
export const allHashedColumns: readonly (readonly [HashedColumn, ...HashedColumn[]])[] = [
  ...accountKeys.hashedColumns,
  ...memberKeys.hashedColumns,
  ...hashedStatementColumns,
];
