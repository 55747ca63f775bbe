import {
  type FormFields,
  formatInstant,
  type Html,
  html,
  isMessageKey,
  nothing,
  type Visit,
} from '#platform';
import { type DeskMerging, mergingPapers } from '#privacy';
import { button, card, definitions, field, form, notice, select, textArea } from '#web/layout';
import { deskOfficerOf } from './frame.ts';
import { sideNames } from './merging-sides.ts';

const addressOf = ({ found }: DeskMerging) => `/merging/${found.caseId}`;

/** How a merging that was approved stands; nothing before. */
export function stateCard(visit: Visit, { merging }: DeskMerging): Html {
  if (!merging) return nothing;
  const { t, session } = visit;
  const at = (instant: Date) => formatInstant(instant, t.language, session?.timeZone);
  const why = `console.merging.against.${merging.outcome ?? ''}`;
  const kind = merging.state === 'done' ? 'ok' : merging.state === 'waiting' ? 'info' : 'bad';
  return notice({
    kind,
    standing: true,
    body: html`<p>
        ${t(`console.merging.is_${merging.state}`, { at: at(merging.endedAt ?? merging.endsAt) })}
      </p>
      ${isMessageKey(why) ? html`<p>${t(why)}</p>` : nothing}`,
  });
}

/** The case came from a correction of the NIK, with its documents. */
const hasCorrection = ({ found }: DeskMerging) => found.details['correction'] !== undefined;

/** By the number of the other card, or with the NIK that a correction asked for; not while a proposal about it waits. */
export function findCard(visit: Visit, found: DeskMerging): Html {
  const { t } = visit;
  if (isWaiting(visit, found)) return nothing;
  const action = addressOf(found);
  return card({
    title: t('console.merging.find_title'),
    body: html`<p>${t('console.merging.find_text')}</p>
      ${
        hasCorrection(found)
          ? form(visit, {
              action,
              body: button({
                label: t('console.merging.find_asked'),
                kind: 'secondary',
                name: 'act',
                value: 'find',
              }),
            })
          : nothing
      }
      ${form(visit, {
        action,
        body: html`${field(visit, {
          name: 'number',
          label: t('console.merging.number'),
          hint: t('console.merging.number_hint'),
          maxlength: 30,
          autocomplete: 'off',
          inputmode: 'numeric',
        })}
        ${button({ label: t('console.merging.find'), kind: 'secondary', name: 'act', value: 'find' })}`,
      })}`,
  });
}

/** A record as it is called on the page, with the end of its NIK. */
function sideName({ t }: Visit, { sides }: DeskMerging, record: string): string {
  const place = sides.findIndex(({ personId }) => personId === record);
  const number = sides[place]?.nationalNumber ?? '';
  return t('console.merging.stays_option', { name: sideNames[place] ?? '', number });
}

/** A proposal that nobody has decided on. */
export const isWaiting = (visit: Visit, { proposal }: DeskMerging): boolean =>
  proposal !== undefined && proposal.approved === undefined && proposal.expiresAt > visit.now;

/** Which record stays, what was shown, and why: nothing while something stands against it, or waits. */
export function proposeCard(visit: Visit, found: DeskMerging, typed: FormFields): Html {
  const { t } = visit;
  const { sides, against } = found;
  if (sides.length < 2 || against.length > 0 || isWaiting(visit, found)) return nothing;
  const papers = mergingPapers.filter((paper) => paper !== 'correction' || hasCorrection(found));
  return card({
    title: t('console.merging.propose_title'),
    body: html`<p>${t('console.merging.propose_text')}</p>
      ${form(visit, {
        action: addressOf(found),
        body: html`${select({
          name: 'stays',
          label: t('console.merging.stays'),
          value: typed['stays'] ?? '',
          options: [
            { value: '', label: t('console.merging.stays.choose') },
            ...sides.map(({ personId }) => ({ value: personId, label: sideName(visit, found, personId) })),
          ],
        })}
        ${select({
          name: 'document',
          label: t('console.merging.paper'),
          value: typed['document'] ?? '',
          options: [
            { value: '', label: t('console.merging.paper.choose') },
            ...papers.map((value) => ({ value, label: t(`console.merging.paper.${value}`) })),
          ],
        })}
        ${textArea({
          name: 'why',
          label: t('console.merging.why'),
          hint: t('console.merging.why_hint'),
          value: typed['why'] ?? '',
          rows: 3,
          maxlength: 500,
        })}
        ${button({ label: t('console.merging.propose'), name: 'act', value: 'propose' })}`,
      })}`,
  });
}

/** The machine refuses nothing here: a name can have been written wrong, but whoever decides is told. */
export function unlikeNotice({ t }: Visit, { same, merging }: DeskMerging): Html {
  if (merging || !same || (same.name && same.birthDate)) return nothing;
  return notice({ kind: 'warn', standing: true, body: html`<p>${t('console.merging.unlike')}</p>` });
}

/** What the second officer has to decide. */
export function decisionCard(visit: Visit, found: DeskMerging): Html {
  const { t } = visit;
  const { proposal, sides } = found;
  if (!proposal || !isWaiting(visit, found)) return nothing;
  const { stays = '', paper = '', why = '' } = proposal.content;
  const named = `console.merging.paper.${paper}`;
  const action = addressOf(found);
  const shown = html`<input type="hidden" name="seen" value="${proposal.proposalId}" />`;
  const closes = sides.length === 2 && sides.every(({ hasAccount }) => hasAccount);
  return card({
    title: t('console.merging.decide_title'),
    body: html`${definitions([
      {
        term: t('console.merging.stays'),
        value: sideName(visit, found, stays),
      },
      { term: t('console.death.document_seen'), value: isMessageKey(named) ? t(named) : '' },
      { term: t('console.merging.why'), value: why },
    ])}
    ${closes ? html`<p>${t('console.merging.closes')}</p>` : nothing}
    ${
      proposal.askedBy === deskOfficerOf(visit).officerId
        ? html`<p>${t('console.approvals.yours')}</p>`
        : html`<p>
              ${t('console.merging.decide_text', { hours: Math.round(visit.config.DESK_WAIT_SECONDS / 3600) })}
            </p>
            ${form(visit, { action, body: html`${shown}${button({ label: t('console.approvals.approve'), name: 'act', value: 'agree' })}` })}
            ${form(visit, { action, body: html`${shown}${button({ label: t('console.approvals.refuse'), kind: 'secondary', name: 'act', value: 'return' })}` })}`
    }`,
  });
}
