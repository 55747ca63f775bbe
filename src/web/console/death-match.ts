import { type FormFields, type Html, html, type Visit } from '#platform';
import { type DeathRefusal, type DeskServices, matchDeathReport, proposeDeathMatch } from '#support';
import { button, card, field, form, readBirthDate, textArea } from '#web/layout';
import { deskOfficerOf } from './frame.ts';

/** Whom a report names: as it was typed, or with the birth date that the officer found out. */
export function matchCard(visit: Visit, caseId: string, typed: FormFields): Html {
  const { t } = visit;
  const action = `/cases/${caseId}`;
  return card({
    title: t('console.death.match_title'),
    body: html`<p>${t('console.death.match_text')}</p>
      ${form(visit, { action, body: button({ label: t('console.death.match'), name: 'act', value: 'match' }) })}
      <h3>${t('console.death.right_title')}</h3>
      <p>${t('console.death.right_text')}</p>
      ${form(visit, {
        action,
        body: html`${field(visit, { name: 'birth_date', value: typed['birth_date'] ?? '', label: t('console.death.right_birth_date'), hint: t('death.birth_date_hint'), maxlength: 30, autocomplete: 'off' })}
        ${textArea({ name: 'why', label: t('console.death.right_why'), value: typed['why'] ?? '', rows: 3, maxlength: 500 })}
        ${button({ label: t('console.death.right_send'), kind: 'secondary', name: 'act', value: 'set_right' })}`,
      })}`,
  });
}

/** Where it leads, or why not; undefined when neither was pressed. */
export async function matchPressed(
  services: DeskServices,
  visit: Visit,
  caseId: string,
  sent: FormFields,
): Promise<{ readonly to: string } | { readonly problem: DeathRefusal } | undefined> {
  const officer = deskOfficerOf(visit);
  if (sent['act'] === 'match') {
    const matched = await matchDeathReport(services, officer, caseId);
    return matched.ok ? { to: `/death/${caseId}` } : { problem: matched.refusal };
  }
  if (sent['act'] !== 'set_right') return undefined;
  const birthDate = readBirthDate((sent['birth_date'] ?? '').trim(), visit.now);
  if (birthDate === undefined) return { problem: { kind: 'no-birth-date' } };
  const proposed = await proposeDeathMatch(services, officer, caseId, { birthDate, why: sent['why'] ?? '' });
  return proposed.ok ? { to: `/approvals/${proposed.value.proposalId}` } : { problem: proposed.refusal };
}
