import type { AccountServices } from '#accounts';
import { longestWords } from '#cases';
import { AppError, isId } from '#kernel';
import type { FormFields, UploadedFile, Visit } from '#platform';
import { addEvidence, removeEvidence, sendCorrection, withdrawCorrection } from '#privacy';
import { liveSession } from './confirmed-here.ts';
import { addressOf, idIn } from './correction-address.ts';
import { show } from './correction-show.ts';
import { askingFrom, type Member } from './frame.ts';

/** Takes a document back, or the whole request. */
export async function act(
  services: AccountServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
): Promise<Response> {
  const asking = askingFrom(visit, member);
  const wanted = sent['act'];
  if (wanted === 'remove' && isId(sent['document'] ?? ''))
    await removeEvidence(services, asking, idIn(visit), sent['document'] ?? '');
  if (wanted === 'withdraw') {
    const done = await withdrawCorrection(services, asking, idIn(visit));
    if (!done.ok && done.refusal === 'unknown') throw new AppError('not_found', 'no such request');
    if (!done.ok)
      return show(services, visit, member, {
        problem: visit.t('portal.corrections.refused.over'),
        status: 422,
      });
    if (done.value === 'deleted') return visit.redirect('/corrections');
  }
  return visit.redirect(addressOf(visit));
}

/** Hands a document in, and sends the request when that was pressed. */
export async function upload(
  services: AccountServices,
  visit: Visit,
  member: Member,
  sent: FormFields,
  file: UploadedFile | undefined,
): Promise<Response> {
  const { t } = visit;
  const words = (sent['words'] ?? '').slice(0, longestWords);
  const isSending = sent['act'] === 'send';
  const has = file !== undefined && (file.tooLarge || file.bytes.length > 0);
  if (has) {
    const added = await addEvidence(services, askingFrom(visit, member), idIn(visit), file);
    if (!added.ok) {
      const fileError = t(`portal.corrections.file.${added.refusal}`);
      return show(services, visit, member, {
        fileError,
        words,
        status: added.refusal === 'too-large' ? 413 : 422,
      });
    }
  } else if (!isSending)
    return show(services, visit, member, {
      fileError: t('portal.corrections.file.empty'),
      words,
      status: 422,
    });
  if (isSending) return send(services, visit, member, words);
  return words === '' ? visit.redirect(addressOf(visit)) : show(services, visit, member, { words });
}

async function send(
  services: AccountServices,
  visit: Visit,
  member: Member,
  words: string,
): Promise<Response> {
  const session = await liveSession(services, visit);
  const correctionId = idIn(visit);
  const done = await sendCorrection(services, askingFrom(visit, member), session, { correctionId, words });
  if (done.ok) return visit.redirect(`${addressOf(visit)}?done=sent`);
  if (done.refusal === 'unknown') throw new AppError('not_found', 'no such request');
  return show(services, visit, member, {
    problem: visit.t(`portal.corrections.refused.${done.refusal}`),
    words,
    status: 422,
  });
}
