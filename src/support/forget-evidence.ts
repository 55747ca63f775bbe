import { caseById } from '#cases';
import { dueCaseSubjects, type EvidenceServices, forgetOldDocuments, keepDocuments } from '#evidence';

/**
 * Deletes documents that were kept long enough, but those of a case that is open again: they stay, without a day, until it is
 * closed again, which gives them a new one. Answers how many went. A job calls it.
 */
export async function forgetOldEvidence(
  services: Pick<EvidenceServices, 'database' | 'clock'>,
): Promise<number> {
  const { database, clock } = services;
  for (const subject of await dueCaseSubjects(database, clock.now())) {
    const found = await caseById(database, subject.id);
    if (found && found.state !== 'closed') await keepDocuments(database, subject);
  }
  return forgetOldDocuments(services);
}
