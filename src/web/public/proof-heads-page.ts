import { headText, type PublishedHead, publicHeadKeys } from '#activity';
import { formatInstant, formatNumber, type Html, html, type Visit } from '#platform';
import { card, dataTable, definitions, longHash, page } from '#web/layout';

/** The newest heads, and the public keys that they are signed with. */
export function headsPage(visit: Visit, heads: readonly PublishedHead[]): Html {
  const { t, keys } = visit;
  const title = t('proof.heads.title');
  const body = html`<h1>${title}</h1>
    <p class="lead">${t('proof.heads.lead')}</p>
    ${card({
      body:
        heads.length === 0
          ? html`<p class="soft">${t('proof.heads.none')}</p>`
          : dataTable({
              caption: title,
              captionUnseen: true,
              columns: [
                { label: t('proof.batch') },
                { label: t('proof.sealed_at') },
                { label: t('proof.heads.entries'), numeric: true },
                { label: t('proof.head'), full: true },
              ],
              rows: heads.map((head) => [
                String(head.number),
                formatInstant(new Date(head.sealedAt), t.language),
                formatNumber(head.size, t.language),
                longHash(headText(head)),
              ]),
            }),
    })}
    ${card({
      title: t('proof.heads.copy'),
      body: html`<p>${t('proof.heads.copy_1')}</p>
        <p><a href="/proof/heads.json">${t('proof.heads.json')}</a></p>
        ${definitions(
          publicHeadKeys(keys).map(({ keyId, publicKey }) => ({
            term: t('proof.heads.key', { key: keyId }),
            value: longHash(publicKey),
          })),
        )}`,
    })}
    <p><a href="/proof">${t('proof.heads.to_check')}</a></p>`;
  return page(visit, { title, body, width: 'wide' });
}
