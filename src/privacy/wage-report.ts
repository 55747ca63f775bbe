import { type AccountServices } from '#accounts';
import {
  type CaseMessage,
  caseAbout,
  caseOf,
  conversationOf,
  type Filled,
  filledOf,
  fileMemberCase,
  type OpenedCase,
} from '#cases';
import { type ContributionRow, largestWage } from '#contributions';
import type { EvidenceDocument } from '#evidence';
import { ok, refused, type Result, type Rupiah } from '#kernel';
import type { Language, UploadedFile } from '#platform';
import type { AskingMember } from './correction-draft.ts';
import {
  addCaseEvidence,
  caseDocuments,
  type CaseEvidenceRefusal,
  checkCaseEvidence,
} from './case-evidence.ts';

export type WageReportRefusal =
  /** No wage, or none that can be right. */
  | 'wage'
  /** It is what was reported. */
  | 'same'
  | CaseEvidenceRefusal;

type NewReport = {
  readonly row: ContributionRow;
  /** What the payslip says for this month; undefined when it could not be read. */
  readonly payslipWage: Rupiah | undefined;
  readonly words: string;
  readonly file: UploadedFile | undefined;
  readonly language: Language;
};

const aboutOf = ({ membershipId, month }: Pick<ContributionRow, 'membershipId' | 'month'>) =>
  `${membershipId}/${month}`;

const reportCase = (caseId: string) => ({ kind: 'wage_report', caseId }) as const;

/**
 * A member reports that the payslip says otherwise than the employer reported: a confidential case, one for each month and
 * card. Nothing is kept while something in the form is refused; a report that runs already is answered with, and nothing is
 * added to it. Throws AppError `too_many_requests` when the account wrote too often.
 */
export async function fileWageReport(
  services: AccountServices,
  member: AskingMember,
  { row, payslipWage, words, file, language }: NewReport,
): Promise<Result<{ readonly caseId: string; readonly isNew: boolean }, WageReportRefusal>> {
  if (payslipWage === undefined || payslipWage <= 0n || payslipWage > largestWage) return refused('wage');
  if (payslipWage === row.wage) return refused('same');
  const checked = file && (await checkCaseEvidence(services, member, file));
  if (checked?.ok === false) return checked;
  const filed = await fileMemberCase(services, {
    kind: 'wage_report',
    ...member,
    about: aboutOf(row),
    filled: filledFrom(row, payslipWage),
    words,
    language,
    now: services.clock.now(),
  });
  if (file && filed.isNew) {
    const added = await addCaseEvidence(services, member, reportCase(filed.caseId), file);
    if (!added.ok) return added;
  }
  return ok(filed);
}

/** As things stood when it was reported; what became of the month since then is on the desk's page. */
const filledFrom = (row: ContributionRow, payslipWage: Rupiah): Filled => ({
  membership: row.membershipId,
  member_number: row.memberNumber,
  employer: row.employerName ?? '',
  month: row.month,
  wage: String(row.wage ?? ''),
  payslip_wage: String(payslipWage),
});

export type WageReport = {
  readonly found: OpenedCase;
  readonly filled: Filled;
  readonly conversation: readonly CaseMessage[];
  readonly documents: readonly EvidenceDocument[];
};

/** The account's own report about a month of a card, with all that was said; undefined when there is none. */
export async function wageReportOf(
  { database, keys }: Pick<AccountServices, 'database' | 'keys'>,
  accountId: string,
  of: Pick<ContributionRow, 'membershipId' | 'month'>,
): Promise<WageReport | undefined> {
  const about = await caseAbout(database, 'wage_report', aboutOf(of));
  const found = about && (await caseOf(database, accountId, about.caseId));
  if (!found) return undefined;
  return {
    found,
    filled: (await filledOf(database, keys, found.caseId)) ?? {},
    conversation: await conversationOf(database, keys, found.caseId),
    documents: await caseDocuments({ database }, reportCase(found.caseId)),
  };
}
