import {
  beginContactChange,
  contactsFrozenUntil,
  contactsOf,
  type ContactView,
  originOf,
  removeContact,
} from '#accounts';
import {
  type FormFields,
  formatDate,
  formatInstant,
  type Html,
  html,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import { dayIn } from '#kernel';
import { badge, button, card, disclosure, field, form, notice } from '#web/layout';
import { confirmFirst } from './confirm.ts';
import { codeAddress } from './contact-code.ts';
import { contactProblem, type ContactProblem } from './contact-problem.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/contacts';

/** The e-mail addresses and phone numbers of the account: add, change, remove (G21). */
export function contactsPage(services: SecurityServices): Page {
  return confirmFirst(services, {
    path: address,
    access: 'owner',
    get: (visit) => show(services, visit, undefined),
    post: (visit, sent) => act(services, visit, sent),
  });
}

async function act(services: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const { accounts } = services;
  const session = liveSessionOf(visit);
  if (sent['remove']) {
    const result = await removeContact(accounts, session, sent['remove'], originOf(visit));
    return result.ok ? visit.redirect(`${address}?done=removed`) : show(services, visit, result.refusal);
  }
  const channel = sent['channel'] === 'sms' ? 'sms' : 'email';
  const typed = (sent['address'] ?? '').slice(0, 254);
  const replaces = sent['replaces'] ?? '';
  const result = await beginContactChange(
    accounts,
    session,
    { channel, typed, ...(replaces ? { replaces } : {}) },
    originOf(visit),
  );
  return result.ok
    ? visit.redirect(codeAddress(result.value.changeId))
    : show(services, visit, { ...result.refusal, channel, typed });
}

async function show(
  { accounts }: SecurityServices,
  visit: Visit,
  problem: ContactProblem | undefined,
): Promise<Response> {
  const { accountId } = liveSessionOf(visit);
  const contacts = await contactsOf(accounts, accountId);
  const frozen = await contactsFrozenUntil(accounts, accountId);
  const body = contactsBody(visit, { contacts, frozen, problem });
  const parts = { title: visit.t('security.contacts.title'), body, languageAddress: address };
  return securityPage(visit, '/security', parts, problem ? 422 : 200);
}

type Shown = {
  /** The one that was added a moment ago. */
  readonly fresh?: ContactView | undefined;
  readonly contacts: readonly ContactView[];
  readonly frozen: Date | undefined;
  readonly problem: ContactProblem | undefined;
};

function contactsBody(visit: Visit, { contacts, frozen, problem }: Shown): Html {
  const { t } = visit;
  const done = visit.context.req.query('done');
  // Two addresses may look alike once they are masked; the one that is new is called so.
  const [latest] = contacts.toSorted((one, other) => other.confirmedAt.getTime() - one.confirmedAt.getTime());
  const newest = html`<strong class="nowrap">${latest?.masked ?? ''}</strong>`;
  const fresh = done === 'confirmed' || done === 'changed' ? latest : undefined;
  return html`<p class="lead">${t('security.contacts.lead')}</p>
    ${problem ? contactProblem(visit, problem) : nothing}
    ${
      done === 'removed' || done === 'confirmed' || done === 'changed'
        ? notice({
            kind: 'ok',
            body: html`<p>${t.html(`security.contacts.done_${done}`, { address: newest })}</p>`,
          })
        : nothing
    }
    ${
      frozen && problem?.kind !== 'frozen'
        ? notice({
            kind: 'warn',
            body: html`<p>
              ${t('security.contacts.frozen', { until: formatInstant(frozen, t.language, visit.session?.timeZone) })}
            </p>`,
          })
        : nothing
    }
    ${(['email', 'sms'] as const).map((channel) =>
      channelCard(visit, channel, {
        contacts: contacts.filter((one) => one.channel === channel),
        frozen,
        problem,
        fresh,
      }),
    )}`;
}

function channelCard(
  visit: Visit,
  channel: 'email' | 'sms',
  { contacts, frozen, problem, fresh }: Shown,
): Html {
  const { t } = visit;
  const typedHere = problem?.channel === channel;
  return card({
    title: t(`security.contacts.${channel}`),
    body: html`${
      contacts.length === 0
        ? html`<p class="soft">${t(`security.contacts.no_${channel}`)}</p>`
        : html`<ul class="rows">
            ${contacts.map((contact) => html`<li>${contactRow(visit, contact, frozen, contact === fresh)}</li>`)}
          </ul>`
    }
    ${
      frozen
        ? nothing
        : disclosure({
            summary: t(`security.contacts.add_${channel}`),
            open: typedHere || contacts.length === 0,
            body: addressForm(visit, channel, {
              typed: typedHere ? (problem?.typed ?? '') : '',
              error:
                typedHere && problem?.kind === 'unreadable'
                  ? t(`security.contacts.bad_${channel}`)
                  : undefined,
              id: channel,
            }),
          })
    }`,
  });
}

function contactRow(visit: Visit, contact: ContactView, frozen: Date | undefined, isNew: boolean): Html {
  const { t } = visit;
  const notes = [
    t('security.contacts.confirmed', { date: formatDate(dayIn(contact.confirmedAt), t.language) }),
    ...(contact.factor ? [t('security.contacts.factor')] : []),
    ...(contact.shared ? [t('security.contacts.shared')] : []),
  ];
  return html`<p>
      <strong>${contact.masked}</strong>
      ${isNew ? badge('ok', t(`security.contacts.new_${contact.channel}`)) : nothing}
      ${contact.stale ? badge('warn', t('security.contacts.stale')) : nothing}
    </p>
    <p class="small soft">${notes.join(' ')}</p>
    ${
      frozen
        ? nothing
        : html`${disclosure({
            summary: t('security.contacts.change'),
            body: addressForm(visit, contact.channel, { typed: '', error: undefined, id: contact.contactId }),
          })}
          ${form(visit, {
            action: address,
            body: html`<input type="hidden" name="remove" value="${contact.contactId}" />${button({
                label: t('security.contacts.remove'),
                kind: 'link',
              })}`,
          })}`
    }`;
}

/** `id` is the contact that is replaced, or the channel of a new one. */
function addressForm(
  visit: Visit,
  channel: 'email' | 'sms',
  { typed, error, id }: { readonly typed: string; readonly error: string | undefined; readonly id: string },
): Html {
  const { t } = visit;
  const replaces = id === channel ? '' : id;
  return form(visit, {
    action: address,
    body: html`<input type="hidden" name="channel" value="${channel}" /><input
        type="hidden"
        name="replaces"
        value="${replaces}"
      />${field(visit, {
        name: 'address',
        id: `address-${id}`,
        label: t(`security.contacts.new_${channel}`),
        type: channel === 'email' ? 'email' : 'tel',
        autocomplete: channel === 'email' ? 'email' : 'tel',
        maxlength: 254,
        value: typed,
        error,
      })}
      ${button({ label: t('security.contacts.send_code') })}`,
  });
}
