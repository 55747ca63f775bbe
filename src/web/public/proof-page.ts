import { activityEvents, type ActivityEvent, type ActivityProof, headText, type ProofFault } from '#activity';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import {
  button,
  card,
  definitions,
  form,
  helpAddress,
  longHash,
  notice,
  page,
  supportPhone,
  textArea,
} from '#web/layout';

export type ProofAnswer =
  | { readonly kind: 'nothing-pasted' }
  | { readonly kind: ProofFault }
  | { readonly kind: 'holds' | 'not-in-chain'; readonly proof: ActivityProof };

/** The question, and above it the answer. What was pasted is not shown again. */
export function proofPage(visit: Visit, answer?: ProofAnswer): Html {
  const { t } = visit;
  const asked = answer === undefined || answer.kind === 'nothing-pasted';
  const body = html`<h1>${t('proof.title')}</h1>
    ${asked ? html`<p class="lead">${t('proof.lead')}</p>` : verdict(visit, answer)}
    ${card({
      ...(asked ? {} : { title: t('proof.another') }),
      body: form(visit, {
        action: '/proof',
        body: html`${textArea({
          name: 'proof',
          label: t('proof.field'),
          hint: t('proof.hint'),
          error: answer?.kind === 'nothing-pasted' ? t('proof.missing') : undefined,
          rows: 6,
          maxlength: 20_000,
        })}
        ${button({ label: t('proof.submit') })}`,
      }),
    })}
    ${card({
      title: t('proof.how'),
      body: html`<p>${t('proof.how_1')}</p>
        <p>${t('proof.how_2')}</p>
        <p><a href="/proof/heads">${t('proof.to_heads')}</a></p>
        <p><a href="${helpAddress('activity-proof')}">${t('layout.help_on_this')}</a></p>`,
    })}`;
  return page(visit, { title: t('proof.title'), body, languageAddress: '/proof' });
}

type Given = Exclude<ProofAnswer, { kind: 'nothing-pasted' }>;

function verdict(visit: Visit, answer: Given): Html {
  const { t } = visit;
  const parameters = { phone: supportPhone(visit) };
  return html`${notice({
    kind: answer.kind === 'holds' ? 'ok' : 'bad',
    title: t(`proof.${answer.kind}.title`),
    body: html`<p>${t.html(`proof.${answer.kind}.text`, parameters)}</p>`,
  })}
  ${'proof' in answer ? what(visit, answer.proof) : nothing}`;
}

/** Instants of a proof are shown in UTC beside the time here: it is read by others too. */
function what(visit: Visit, proof: ActivityProof): Html {
  const { t } = visit;
  const { entry, personal, batch } = proof;
  const own = 'salt' in personal ? personal : undefined;
  return card({
    title: t('proof.what'),
    body: definitions([
      { term: t('proof.event'), value: eventName(visit, proof) },
      { term: t('proof.at'), value: `${formatInstant(new Date(entry.at), t.language)} (${entry.at})` },
      ...(own?.address ? [{ term: t('proof.address'), value: own.address }] : []),
      ...(own?.userAgent ? [{ term: t('proof.user_agent'), value: own.userAgent }] : []),
      ...(own ? [] : [{ term: t('proof.address'), value: t('proof.forgotten') }]),
      { term: t('proof.sealed_at'), value: formatInstant(new Date(batch.sealedAt), t.language) },
      { term: t('proof.batch'), value: String(batch.number) },
      { term: t('proof.head'), value: longHash(headText(batch)) },
    ]),
  });
}

function eventName({ t }: Visit, { entry }: ActivityProof): Html {
  const known = activityEvents.find((event): event is ActivityEvent => event === entry.event);
  const none = { by: '', client: '…', why: '', factor: '…', left: '…', count: '…', case: '…' };
  return html`${known ? html`${t(`activity.${known}`, none)} · ` : nothing}<span class="small soft"
      >${entry.event}</span
    >`;
}
