import { deviceName } from '#accounts';
import { type ActivityEntry, type ActivityProof, activityEntry, type Seal, sealOf } from '#activity';
import { isId } from '#kernel';
import { formatInstant, type Html, html, type Page, type Visit } from '#platform';
import { button, card, definitions, disclosure, form, helpAddress, linkButton, longHash } from '#web/layout';
import { activitySentence } from './activity-sentence.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const list = '/security/activity';

/** One entry of the activity with its seal, and the proof of it as a file. */
export function activityEntryPages({ accounts: { database } }: SecurityServices): Page[] {
  const entryOf = async (visit: Visit) => {
    const id = visit.context.req.param('entry') ?? '';
    const { accountId } = liveSessionOf(visit);
    const entry = isId(id) ? await activityEntry(database, accountId, id) : undefined;
    const seal = entry && (await sealOf(database, accountId, id));
    return seal && { entry, seal };
  };
  return [
    {
      path: `${list}/:entry`,
      access: 'owner',
      get: async (visit) => {
        const found = await entryOf(visit);
        if (!found) return visit.redirect(list);
        return securityPage(visit, list, {
          title: visit.t('security.entry.title'),
          body: html`${entryCard(visit, found.entry)} ${sealCard(visit, found.entry, found.seal)}
            <p class="links">
              <a href="${helpAddress('activity-proof')}">${visit.t('layout.help_on_this')}</a>
              <a href="${list}">${visit.t('security.entry.back')}</a>
            </p>`,
        });
      },
    },
    {
      path: `${list}/:entry/proof`,
      access: 'owner',
      get: async (visit) => {
        const found = await entryOf(visit);
        if (found?.seal.kind !== 'sealed') return visit.redirect(list);
        return asFile(visit, found.seal.proof);
      },
    },
  ];
}

function entryCard(visit: Visit, entry: ActivityEntry): Html {
  const { t } = visit;
  const { actor, address, userAgent } = entry;
  return card({
    title: activitySentence(visit, entry),
    body: definitions([
      { term: t('security.entry.when'), value: formatInstant(entry.at, t.language, visit.session?.timeZone) },
      { term: t('security.entry.who'), value: t(`security.entry.by.${actor.kind}`) },
      ...(userAgent === undefined
        ? []
        : [{ term: t('security.entry.device'), value: deviceName(visit, userAgent) }]),
      ...(address === undefined ? [] : [{ term: t('security.entry.address'), value: address }]),
    ]),
  });
}

function sealCard(visit: Visit, entry: ActivityEntry, seal: Seal): Html {
  const { t } = visit;
  const title = t('security.entry.seal');
  if (seal.kind === 'waiting') return card({ title, body: html`<p>${t('security.entry.waiting')}</p>` });
  const { batch } = seal.proof;
  return html`${card({
    title,
    body: html`<p>${t('security.entry.sealed')}</p>
      ${definitions([
        {
          term: t('security.entry.sealed_at'),
          value: formatInstant(new Date(batch.sealedAt), t.language, visit.session?.timeZone),
        },
        { term: t('security.entry.batch'), value: String(batch.number) },
        { term: t('proof.head'), value: longHash(seal.head) },
      ])}`,
  })}
  ${card({
    title: t('security.entry.proof'),
    body: html`<p>
        ${linkButton({ href: `${list}/${entry.id}/proof`, label: t('security.entry.download') })}
      </p>
      ${form(visit, {
        action: '/proof',
        body: html`<input type="hidden" name="proof" value="${JSON.stringify(seal.proof)}" />${button({
            label: t('security.entry.check'),
            kind: 'secondary',
          })}`,
      })}
      ${disclosure({
        summary: t('security.entry.why'),
        body: html`<p>${t('security.entry.why_1')}</p>
          <p>${t('security.entry.why_2')}</p>
          <p><a href="/proof">${t('security.entry.to_check')}</a></p>`,
      })}`,
  })}`;
}

function asFile(visit: Visit, proof: ActivityProof): Response {
  const name = `${visit.t('security.entry.file_name')}-${proof.entry.at.slice(0, 10)}-${proof.entry.id.slice(-4)}.json`;
  return visit.context.body(`${JSON.stringify(proof, null, 2)}\n`, 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}
