import {
  type Leaving,
  leavingOf,
  leavingWords,
  type ReceiveRefusal,
  typedFaults,
  type TypedFaults,
} from '#filings';
import type { Worker } from '#members';
import { type FormFields, type Html, html, type Page, type Visit } from '#platform';
import { button, card, definitions, field, form, notice, readBirthDate, select } from '#web/layout';
import { formForClerk, forClerk } from './at-work.ts';
import { refusedBefore } from './form-again.ts';
import { faultWords } from './form-words.ts';
import type { AtWork, Services } from './frame.ts';
import { sendForm, showForm } from './register-form.ts';
import { runningCards } from './small-employer.ts';

type Typed = { readonly card: string; readonly day: string; readonly reason: string };
type Shown = {
  readonly cards: readonly Worker[];
  readonly typed: Typed;
  readonly faults?: TypedFaults | undefined;
  readonly refusal?: ReceiveRefusal;
};
const leavings = Object.keys(leavingWords) as Leaving[];
const isLeaving = (name: string): name is Leaving => Object.hasOwn(leavingWords, name);

/** A worker who left a small employer, chosen from its cards. What is sent is looked at and approved like a file. */
export function exitFormPage(services: Services): Page {
  return {
    path: '/employer/:npp/form/exits',
    access: 'clerk',
    get: forClerk(services, async (visit, work) => {
      const cards = await runningCards(services, visit, work);
      const [again] = await refusedBefore(services, visit, work, 'exits');
      const { member_number: number, ended_on: day = '', exit_reason: words = '' } = again?.cells ?? {};
      const found = cards.find(({ memberNumber }) => memberNumber === number);
      const typed = { card: found?.membershipId ?? '', day, reason: leavingOf(words) ?? '' };
      return show(visit, work, { cards, typed, faults: again?.faults });
    }),
    post: formForClerk(services, (visit, work, sent) => send(services, visit, work, sent)),
  };
}

async function send(services: Services, visit: Visit, work: AtWork, sent: FormFields): Promise<Response> {
  const cards = await runningCards(services, visit, work);
  const { card: chosen = '', day = '', reason = '' } = sent;
  const typed = { card: chosen, day, reason };
  const worker = cards.find(({ membershipId }) => membershipId === chosen);
  const cells = {
    member_number: worker?.memberNumber ?? '',
    full_name: worker?.fullName ?? '',
    ended_on: readBirthDate(day.trim(), visit.now) ?? day.trim(),
    exit_reason: isLeaving(reason) ? leavingWords[reason] : '',
  };
  const faults = new Map(typedFaults('exits', cells, visit.now));
  if (worker && !faults.has('ended_on') && cells.ended_on < worker.startedOn)
    faults.set('ended_on', 'ended_before_start');
  if (faults.size > 0) return show(visit, work, { cards, typed, faults });
  return sendForm(services, visit, work, { kind: 'exits', rows: [cells], sent }, (refusal) =>
    show(visit, work, { cards, typed, refusal }),
  );
}

function show(visit: Visit, work: AtWork, shown: Shown): Response {
  const { t } = visit;
  const { cards, faults, refusal } = shown;
  return showForm(visit, work, 'exits', {
    isWrong: faults !== undefined && faults.size > 0,
    refusal,
    fields: (action) =>
      cards.length === 0
        ? notice({ kind: 'info', body: html`<p>${t('employer.exit_form.nobody')}</p>` })
        : card({ body: form(visit, { action, body: exitFields(visit, shown) }) }),
    more: reasonsCard(visit),
  });
}

function exitFields(visit: Visit, { cards, typed, faults }: Shown): Html {
  const { t } = visit;
  const choose = { value: '', label: t('employer.typed.choose') };
  return html`${select({
      name: 'card',
      label: t('employer.typed.label.member_number'),
      hint: t('employer.exit_form.card_hint'),
      value: typed.card,
      error: faultWords(visit, faults, 'member_number'),
      options: [
        choose,
        ...cards.map(({ membershipId, fullName, memberNumber }) => ({
          value: membershipId,
          label: `${fullName}, ${t('employer.form.card', { number: memberNumber })}`,
        })),
      ],
    })}
    ${field(visit, {
      name: 'day',
      label: t('employer.typed.label.ended_on'),
      hint: t('employer.exit_form.day_hint'),
      value: typed.day,
      autocomplete: 'off',
      maxlength: 30,
      error: faultWords(visit, faults, 'ended_on'),
    })}
    ${select({
      name: 'reason',
      label: t('employer.typed.label.exit_reason'),
      hint: t('employer.exit_form.reason_hint'),
      value: typed.reason,
      error: faultWords(visit, faults, 'exit_reason'),
      options: [choose, ...leavings.map((value) => ({ value, label: t(`employer.leaving.${value}`) }))],
    })}
    ${button({ label: t('employer.exit_form.submit') })}
    <p class="small soft">${t('employer.upload.nothing_yet')}</p>`;
}

/** What each reason means, and what hangs on it for the worker. */
const reasonsCard = ({ t }: Visit): Html =>
  card({
    title: t('employer.exit_form.reasons'),
    body: definitions(
      leavings.map((reason) => ({
        term: t(`employer.leaving.${reason}`),
        value: t(`employer.leaving.${reason}.means`),
      })),
    ),
  });
