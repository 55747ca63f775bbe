import type { AccountServices } from '#accounts';
import { type ContributionRow, contributionMonth } from '#contributions';
import { AppError, parseRupiah } from '#kernel';
import { type FormFields, formatMonth, html, type Page, type UploadedFile, type Visit } from '#platform';
import {
  addCaseEvidence,
  type CaseEvidenceRefusal,
  checkCaseEvidence,
  fileWageReport,
  wageReportOf,
  type WageReportRefusal,
} from '#privacy';
import { forMember, type Member, memberPage } from './frame.ts';
import { monthIn, monthPageAddress, payslipAddress } from './month-address.ts';
import { payslipForm, type TypedPayslip, typedPayslip } from './payslip-form.ts';
import { runningReport } from './payslip-running.ts';

/** "My payslip says otherwise": a confidential report about one month of a card, and what became of it. */
export function payslipPage(services: AccountServices): Page {
  return {
    path: '/contributions/payslip/:card/:month',
    access: 'member',
    takesFile: (config) => config.EVIDENCE_MOST_BYTES,
    get: forMember('/contributions', (visit, member) => show(services, visit, member, {})),
    post: (visit, sent, file) =>
      forMember('/contributions', (at, member) => send(services, at, member, sent, file))(visit),
  };
}

type Shown = {
  readonly typed?: TypedPayslip;
  readonly refusal?: WageReportRefusal | CaseEvidenceRefusal;
  /** A document came with what is refused; a browser does not keep it in the form. */
  readonly hadFile?: boolean;
};

async function rowOf({ database }: AccountServices, visit: Visit, member: Member): Promise<ContributionRow> {
  const of = monthIn(visit);
  const found = of && (await contributionMonth(database, member.personId, of, member.today));
  if (!found || found.row.employerName === undefined)
    throw new AppError('not_found', 'no such month of this member with an employer');
  return found.row;
}

async function show(
  services: AccountServices,
  visit: Visit,
  member: Member,
  { typed, refusal, hadFile }: Shown,
): Promise<Response> {
  const { t } = visit;
  const row = await rowOf(services, visit, member);
  const running = await wageReportOf(services, member.accountId, row);
  const name = formatMonth(row.month, t.language);
  const body = html`<p class="eyebrow">
      <a href="${monthPageAddress(row)}">${t('portal.month.title', { month: name })}</a>
    </p>
    <h1>${t('payslip.title')}</h1>
    ${running ? runningReport(visit, row, running, refusal) : payslipForm(visit, row, typed, { refusal, hadFile })}`;
  const parts = { title: t('payslip.title'), body, languageAddress: payslipAddress(row) };
  return memberPage(
    visit,
    '/contributions',
    parts,
    refusal === 'too-large' ? 413 : refusal === undefined ? 200 : 422,
  );
}

async function send(
  services: AccountServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
  uploaded: UploadedFile | undefined,
): Promise<Response> {
  const row = await rowOf(services, visit, member);
  const file = uploaded && (uploaded.tooLarge || uploaded.bytes.length > 0) ? uploaded : undefined;
  const asking = { ...member, address: visit.address, userAgent: visit.userAgent };
  const running = await wageReportOf(services, member.accountId, row);
  if (running && sent['act'] === 'add') {
    const checked = file ? await checkCaseEvidence(services, asking, file) : undefined;
    const added =
      file && checked?.ok
        ? await addCaseEvidence(services, asking, { kind: 'wage_report', caseId: running.found.caseId }, file)
        : checked;
    if (!added) return show(services, visit, member, { refusal: 'empty' });
    if (!added.ok) return show(services, visit, member, { refusal: added.refusal });
    return visit.redirect(payslipAddress(row));
  }
  if (running) return visit.redirect(`${payslipAddress(row)}?again=1`);
  const typed = typedPayslip(sent);
  const filed = await fileWageReport(services, asking, {
    row,
    payslipWage: parseRupiah(typed.wage),
    words: typed.words,
    file,
    language: visit.t.language,
  });
  if (!filed.ok) {
    const hadFile = file !== undefined;
    return show(services, visit, member, { typed, refusal: filed.refusal, hadFile });
  }
  return visit.redirect(`${payslipAddress(row)}?${filed.value.isNew ? 'done' : 'again'}=1`);
}
