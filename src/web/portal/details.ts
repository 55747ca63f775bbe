import type { DeskCase } from '#cases';
import type { Membership, PersonDetails } from '#members';
import { doNotKeep, formatDate, type Html, html, nothing, type Page, type Visit } from '#platform';
import { badge, button, card, definitions, form, linkButton, notice, supportPhone } from '#web/layout';
import { exitAddress, mayGiveNotice } from './exit-form.ts';
import { forMember, type Member, memberPage } from './frame.ts';
import { addressLine } from './home-address.ts';
import { provinceName } from './provinces.ts';
import type { Services } from './reads.ts';

/** What the register holds about the member. The whole NIK is shown once, when asked for, and that is recorded. */
export function detailsPage(services: Services): Page {
  const { database, reads } = services;
  const answer = async (visit: Visit, member: Member, nationalNumber?: string) => {
    const details = await reads.personDetails(database, visit.keys, member.personId);
    const heldBack = await reads.isReadOnly(database, member.accountId);
    const title = visit.t('portal.details.title');
    const running = await runningNotices(services, member, details?.memberships ?? []);
    const body = details
      ? detailsBody(visit, details, { nationalNumber, heldBack, running })
      : html`<p>${visit.t('portal.no_person.text')}</p>`;
    return memberPage(visit, '/details', { title, body });
  };
  return {
    path: '/details',
    access: 'member',
    get: forMember('/details', (visit, member) => answer(visit, member)),
    post: forMember('/details', async (visit, member) =>
      // Kept nowhere: shown again, it is recorded again.
      doNotKeep(await answer(visit, member, await reveal(services, visit, member))),
    ),
  };
}

/** Undefined while a recovery of the account waits: nobody has proven enough to be shown it. */
function reveal({ database, reads }: Services, visit: Visit, member: Member): Promise<string | undefined> {
  return database.transaction(async (tx) => {
    if (await reads.isReadOnly(tx, member.accountId)) return undefined;
    await reads.record(tx, {
      event: 'national_number_revealed',
      actor: { kind: 'member', accountId: member.accountId },
      accountId: member.accountId,
      personId: member.personId,
      at: visit.now,
      address: visit.address,
      userAgent: visit.userAgent,
    });
    return reads.revealNationalNumber(tx, visit.keys, member.personId);
  });
}

type Notices = ReadonlyMap<string, DeskCase>;
type Revealed = {
  readonly nationalNumber: string | undefined;
  readonly heldBack: boolean;
  readonly running: Notices;
};

function detailsBody(visit: Visit, details: PersonDetails, revealed: Revealed): Html {
  const { t } = visit;
  return html`<h1>${t('portal.details.title')}</h1>
    <p class="lead">${t('portal.details.lead')}</p>
    ${visit.context.req.query('done') === 'address' ? notice({ kind: 'ok', body: html`<p>${t('portal.address.saved')}</p>` }) : nothing}
    ${card({
      title: t('portal.details.identity'),
      body: html`${definitions(identityRows(visit, details, revealed.nationalNumber))}
      ${revealPart(visit, revealed)}`,
    })}
    ${card({
      title: t('portal.details.contacts'),
      body: html`<p class="small soft">${t('portal.details.contacts_note')}</p>
        ${definitions([
          {
            term: t('portal.details.phone'),
            value: html`<span class="nowrap">${readablePhone(details.phone) ?? unknown(visit)}</span>`,
          },
          { term: t('portal.details.email'), value: details.email ?? unknown(visit) },
          { term: t('portal.details.address'), value: addressLine(details.address) ?? unknown(visit) },
          { term: t('portal.address.province'), value: provinceName(details.provinceCode) ?? unknown(visit) },
        ])}
        <ul class="links">
          <li><a href="/details/address">${t('portal.address.change')}</a></li>
          <li>
            <a href="${visit.config.origins.sso}/security/contacts">${t('portal.details.contacts_change')}</a>
          </li>
        </ul>`,
    })}
    ${membershipsCard(visit, details.memberships, revealed.running)} ${familyCard(visit, details.family)}
    ${card({
      title: t('portal.details.wrong_title'),
      body: html`${details.memberships.every((one) => one.employerName === undefined) ? nothing : html`<p>${t('portal.details.wrong_employer')}</p>`}
        <p>${t.html('portal.details.wrong_person', { phone: supportPhone(visit) })}</p>
        ${linkButton({ href: '/corrections', label: t('portal.details.correct'), kind: 'secondary' })}`,
    })}
    <p><a href="${visit.config.origins.sso}/security/who-saw">${t('portal.details.who_saw')}</a></p>
    <p><a href="/data">${t('data.links')}</a></p>`;
}

const unknown = (visit: Visit) => visit.t('portal.details.unknown');

function identityRows(visit: Visit, details: PersonDetails, nationalNumber: string | undefined) {
  const { t } = visit;
  const number = nationalNumber ? grouped(nationalNumber) : details.nationalNumberMasked;
  const born = formatDate(details.birthDate, t.language);
  return [
    { term: t('portal.details.name'), value: details.fullName },
    { term: t('portal.details.born'), value: details.birthPlace ? `${details.birthPlace}, ${born}` : born },
    { term: t('portal.details.sex'), value: t(`portal.details.sex.${details.sex}`) },
    { term: t('portal.details.mother'), value: details.motherNameMasked ?? unknown(visit) },
    {
      term: t('portal.details.national_number'),
      value: html`<strong class="number nowrap">${number}</strong>`,
    },
  ];
}

/** The way to the whole number, or the note that it is shown, or why it is not. */
function revealPart(visit: Visit, { nationalNumber, heldBack }: Revealed): Html {
  const { t } = visit;
  if (heldBack)
    return html`<p role="status">
      ${t('portal.details.read_only')}
      <a href="${visit.config.origins.sso}/security/recovery">${t('portal.details.read_only_action')}</a>
    </p>`;
  if (nationalNumber !== undefined)
    return html`<p class="small soft" role="status">${t('portal.details.revealed')}</p>`;
  return html`${form(visit, {
      action: '/details',
      body: button({ label: t('portal.details.reveal'), kind: 'secondary' }),
    })}
    <p class="small soft">${t('portal.details.reveal_hint')}</p>`;
}

/** 16 digits in fours, held together by no-break spaces. */
function grouped(digits: string): string {
  return digits.replaceAll(/(\d{4})(?=\d)/g, '$1\u00a0');
}

/** `+6281234564471` as people write it: `0812-3456-4471`, with hyphens that do not break. */
export function readablePhone(phone: string | undefined): string | undefined {
  if (!phone?.startsWith('+62')) return phone;
  return `0${phone.slice(3)}`.replaceAll(/(\d{4})(?=\d)/g, '$1\u2011');
}

/** The way to give notice, or to the case of the notice that runs. */
function exitLine({ t, config }: Visit, card: Membership, running: DeskCase | undefined): Html {
  if (!running) return html`<a href="${exitAddress(card)}">${t('exit.link')}</a>`;
  const address = `${config.origins.sso}/security/cases/${running.caseId}`;
  return html`<a href="${address}">${t('exit.running', { number: running.caseNumber })}</a>`;
}

/** Of each card the notice of this account that an officer has not decided on yet. */
async function runningNotices(
  { database, reads }: Services,
  { accountId }: Member,
  memberships: readonly Membership[],
): Promise<Notices> {
  const found = new Map<string, DeskCase>();
  for (const { membershipId } of memberships.filter(mayGiveNotice)) {
    const notice = await reads.caseAbout(database, 'exit_notice', membershipId);
    if (notice?.accountId === accountId && notice.state !== 'closed') found.set(membershipId, notice);
  }
  return found;
}

function membershipsCard(visit: Visit, memberships: readonly Membership[], running: Notices): Html {
  const { t } = visit;
  const items = memberships.map((one) => {
    const from = formatDate(one.startedOn, t.language, 'medium');
    const period = one.endedOn
      ? t('portal.details.period', { from, to: formatDate(one.endedOn, t.language, 'medium') })
      : t('portal.details.since', { from });
    return html`<li>
      <div class="pair">
        <strong>${one.employerName ?? t('portal.own_contribution')}</strong
        >${one.endedOn ? badge('quiet', t('portal.details.ended')) : badge('ok', t('portal.details.active'))}
      </div>
      <div class="small soft">
        ${t('portal.details.member_number')} <span class="number nowrap">${one.memberNumber}</span> ·
        ${t(`portal.segment.${one.segment}`)} · ${period}
      </div>
      ${mayGiveNotice(one) ? html`<p class="small">${exitLine(visit, one, running.get(one.membershipId))}</p>` : nothing}
    </li>`;
  });
  return card({
    title: t('portal.details.memberships'),
    body:
      items.length > 0
        ? html`<ul class="rows">
            ${items}
          </ul>`
        : html`<p class="soft">${t('portal.details.no_memberships')}</p>`,
  });
}

function familyCard(visit: Visit, family: PersonDetails['family']): Html {
  const { t } = visit;
  const items = family.map(
    (one) =>
      html`<li class="pair">
        <span>${one.fullName}</span
        ><span class="small soft"
          >${t(`portal.relation.${one.relation}`)}${one.birthDate ? `, ${formatDate(one.birthDate, t.language, 'medium')}` : nothing}</span
        >
      </li>`,
  );
  return card({
    title: t('portal.details.family'),
    body: html`${
        items.length > 0
          ? html`<ul class="rows">
              ${items}
            </ul>`
          : html`<p class="soft">${t('portal.details.no_family')}</p>`
      }
      <p><a href="/corrections/family">${t('portal.family.link')}</a></p>`,
  });
}
