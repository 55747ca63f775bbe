import { heldWork } from '#filings';
import { employerNames } from '#members';
import type { Executor, KeyRing, PdfBlock } from '#platform';
import type { Part } from './copy-loose.ts';
import type { DataCopy } from './copy-shape.ts';
import { listed, type Words } from './copy-words.ts';

/** For which employers the account acts or acted, and the invitations by which it came to. */
export async function employersPart(
  tx: Executor,
  keys: KeyRing,
  accountId: string,
): Promise<Part<'actsForEmployers'>> {
  const { appointments, invitations } = await heldWork(tx, keys, accountId);
  const ids = [...appointments, ...invitations].map(({ employerId }) => employerId);
  const names = ids.length === 0 ? new Map<string, string>() : await employerNames(tx, ids);
  const employerOf = (employerId: string) => names.get(employerId) ?? '';
  return {
    appointments: appointments.map((one) => ({
      employer: employerOf(one.employerId),
      mayFile: one.mayFile,
      mayApprove: one.mayApprove,
      since: one.since.toISOString(),
      until: one.until?.toISOString(),
    })),
    invitations: invitations.map((one) => ({
      employer: employerOf(one.employerId),
      email: one.email,
      invitedAt: one.invitedAt.toISOString(),
      acceptedAt: one.acceptedAt.toISOString(),
    })),
  };
}

/** Nothing for the many who act for no employer. */
export function employersSection({ actsForEmployers }: DataCopy, words: Words): PdfBlock[] {
  const { appointments, invitations } = actsForEmployers;
  if (appointments.length + invitations.length === 0) return [];
  const { t, at } = words;
  const employer = { label: t('portal.column.employer'), width: 4 };
  return [
    ...listed(
      words,
      t('privacy.copy.appointments'),
      [
        employer,
        { label: t('privacy.copy.rights'), width: 3 },
        { label: t('privacy.copy.from'), width: 2.4 },
        { label: t('privacy.copy.to'), width: 2.4 },
      ],
      appointments.map((one) => [
        one.employer,
        [one.mayFile && t('privacy.copy.may_file'), one.mayApprove && t('privacy.copy.may_approve')]
          .filter(Boolean)
          .join('; '),
        at(one.since),
        at(one.until),
      ]),
    ),
    ...listed(
      words,
      t('privacy.copy.invitations'),
      [
        employer,
        { label: t('privacy.copy.address'), width: 4 },
        { label: t('privacy.copy.invited'), width: 2.4 },
        { label: t('privacy.copy.accepted'), width: 2.4 },
      ],
      invitations.map((one) => [one.employer, one.email, at(one.invitedAt), at(one.acceptedAt)]),
    ),
  ];
}
