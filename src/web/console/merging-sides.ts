import { formatDate, formatMonth, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { DeskMerging, MergingSide } from '#privacy';
import { card, dataTable } from '#web/layout';

/** Names of the two records on the page; nothing of the member stands in them. */
export const sideNames = ['A', 'B'] as const;

type Line = readonly [what: string, of: (side: MergingSide) => Html | string, isSame?: boolean | undefined];

/** Both records beside one another, with what is the same although it is masked; on a narrow page each line is a card. */
export function sidesCards(visit: Visit, { sides, same }: DeskMerging): Html {
  const { t } = visit;
  const lines: readonly Line[] = [
    [t('console.merging.name'), ({ name }) => name, same?.name],
    [t('console.merging.birth_date'), ({ birthDate }) => formatDate(birthDate, t.language), same?.birthDate],
    [
      t('portal.details.national_number'),
      ({ nationalNumber }) => html`<span class="nowrap">${nationalNumber}</span>`,
    ],
    [t('console.merging.cards'), (side) => cardList(visit, side)],
    [t('console.merging.balance'), ({ balance }) => formatRupiah(balance, t.language)],
    [t('console.merging.pending'), ({ pending }) => formatRupiah(pending, t.language)],
    [
      t('console.merging.account'),
      ({ hasAccount }) => t(hasAccount ? 'console.merging.has_account' : 'console.merging.no_account'),
    ],
    [t('console.merging.contacts'), ({ contacts }) => (contacts.length > 0 ? contacts.join(', ') : '–')],
  ];
  const compared = (isSame: boolean | undefined) =>
    isSame === undefined ? '' : t(isSame ? 'console.merging.same' : 'console.merging.different');
  const two = sides.length > 1;
  const title = t(two ? 'console.merging.both' : 'console.merging.one');
  return card({
    title,
    body: dataTable({
      caption: title,
      captionUnseen: true,
      columns: [
        { label: t('console.merging.what') },
        ...(two ? [{ label: t('console.merging.compared') }] : []),
        ...sides.map((_, place) => ({
          label: t('console.merging.record', { name: sideNames[place] ?? '' }),
        })),
      ],
      rows: lines.map(([what, of, isSame]) => [what, ...(two ? [compared(isSame)] : []), ...sides.map(of)]),
    }),
  });
}

function cardList(visit: Visit, { cards }: MergingSide): Html {
  const { t } = visit;
  if (cards.length === 0) return html`${t('console.merging.no_cards')}`;
  return html`<ul class="rows">
    ${cards.map(({ memberNumber, employerName, segment, startedOn, endedOn, months }) => {
      const from = formatDate(startedOn, t.language);
      const until = endedOn ? formatDate(endedOn, t.language) : t('console.merging.until_now');
      return html`<li>
        <strong class="nowrap">${memberNumber}</strong> ${employerName ?? t(`portal.segment.${segment}`)}
        <div class="small soft">${from} – ${until}</div>
        ${
          months
            ? html`<div class="small">
                ${t('console.merging.months', {
                  count: months.count,
                  from: formatMonth(months.first, t.language),
                  to: formatMonth(months.last, t.language),
                })}
              </div>`
            : nothing
        }
      </li>`;
    })}
  </ul>`;
}
