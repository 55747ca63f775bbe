import { waitingInvitations } from '#filings';
import { formatInstant, type Html, nothing, type Visit } from '#platform';
import { card, dataTable } from '#web/layout';
import { mayChange, one, rightsWords } from './clerk-parts.ts';
import type { AtWork, Services } from './frame.ts';

/** The invitations that wait, each with the way to call it back. */
export async function invitationsCard(
  { database, keys }: Services,
  visit: Visit,
  work: AtWork,
): Promise<Html> {
  const { t } = visit;
  const waiting = await waitingInvitations(database, keys, work.employer.employerId, visit.now);
  if (waiting.length === 0) return nothing;
  return card({
    title: t('employer.invitations.title'),
    body: dataTable({
      caption: t('employer.invitations.title'),
      captionUnseen: true,
      columns: [
        { label: t('employer.invitations.email') },
        { label: t('employer.clerks.rights') },
        { label: t('employer.invitations.until') },
        { label: t('employer.clerks.end'), full: true },
      ],
      rows: waiting.map((invitation) => [
        invitation.maskedEmail,
        rightsWords(visit, invitation),
        formatInstant(invitation.expiresAt, t.language, visit.session?.timeZone),
        mayChange(visit, work)
          ? one(
              visit,
              work,
              invitation.invitationId,
              'withdraw',
              t('employer.invitations.withdraw', { email: invitation.maskedEmail }),
            )
          : '–',
      ]),
    }),
  });
}
