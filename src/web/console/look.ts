import { formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { type Look, type MaskedMember, maskedMember, type SupportServices } from '#support';
import { badge, card, definitions, linkButton, notice } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { consolePage } from './frame.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** A member behind a case and a reason: masked fields, and the ways on. */
export function lookPage(services: SupportServices): ConsolePage {
  return behindLook(services, {
    path: '/look/:caseId',
    roles: deskRoles,
    get: async (visit, look) => {
      const member = await maskedMember(services, look);
      const { t } = visit;
      const body = html`<h1>
          ${t.html('console.member.title', {
            number: html`<span class="nowrap">${look.caseNumber}</span>`,
          })}
        </h1>
        ${lookLine(visit, look)} ${personCard(visit, member)} ${accountCard(visit, member)}
        ${card({
          title: t('console.member.next'),
          body: html`<p>
              ${linkButton({ href: `/look/${look.caseId}/explain`, label: t('console.explain.title') })}
            </p>
            <p>
              ${linkButton({ href: `/desk/${look.caseId}`, label: t('console.member.to_desk'), kind: 'secondary' })}
            </p>
            <p>
              ${linkButton({ href: `/death/${look.caseId}`, label: t('console.death.title'), kind: 'secondary' })}
            </p>
            <p>
              ${linkButton({ href: `/cases/${look.caseId}`, label: t('console.look.to_case'), kind: 'secondary' })}
            </p>`,
        })}`;
      return consolePage(visit, { title: t('console.member.title', { number: look.caseNumber }), body });
    },
  });
}

/** Why this is shown and until when, above everything that is. */
export function lookLine(visit: Visit, look: Look): Html {
  const { t } = visit;
  return html`<p class="lead">
    ${t('console.member.because', {
      reason: t(`console.reason.${look.reason as 'complaint'}`),
      until: formatInstant(look.expiresAt, t.language, visit.session?.timeZone),
    })}
  </p>`;
}

function personCard({ t }: Visit, member: MaskedMember): Html {
  const none = t('console.member.none');
  return card({
    title: t('console.member.person'),
    body: html`${shortfallNotice(t, member)}${definitions([
      { term: t('console.member.name'), value: member.name },
      { term: t('console.member.national_number'), value: member.nationalNumber ?? none },
      {
        term: t('console.member.cards'),
        value: member.memberNumbers.length > 0 ? member.memberNumbers.join(', ') : none,
      },
    ])}`,
  });
}

/** The one amount that is shown here: whoever asks about it has it on the own page. */
function shortfallNotice(t: Visit['t'], { shortfall }: MaskedMember): Html {
  if (shortfall === undefined) return nothing;
  return notice({
    kind: 'warn',
    standing: true,
    title: t('portal.balance.shortfall', { amount: formatRupiah(shortfall, t.language) }),
    body: html`<p>${t('console.member.shortfall')}</p>`,
  });
}

function accountCard(visit: Visit, { account }: MaskedMember): Html {
  const { t } = visit;
  if (!account)
    return card({
      title: t('console.member.account'),
      body: html`<p>${t('console.member.no_account')}</p>`,
    });
  const contacts = account.contacts.map(({ channel, to }) => ({
    term: t(`console.channel.${channel}`),
    value: html`<span class="nowrap">${to}</span>`,
  }));
  const since = {
    term: t('console.member.since'),
    value: formatInstant(account.createdAt, t.language, visit.session?.timeZone),
  };
  return card({
    title: t('console.member.account'),
    aside: badge(account.state === 'open' ? 'ok' : 'bad', t(`console.state.${account.state}`)),
    body: html`${
      account.limitedSince
        ? notice({
            kind: 'warn',
            standing: true,
            title: t('support.limited'),
            body: html`<p>
              ${t('support.limited_since', { at: formatInstant(account.limitedSince, t.language, visit.session?.timeZone) })}
            </p>`,
          })
        : nothing
    }${definitions([since, ...contacts])}`,
  });
}
