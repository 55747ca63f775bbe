/** Uploaded documents: checked, cleaned, sealed, handed out to nobody but an officer with a reason. */
export { addDocument, type AddRefusal, checkUpload } from './add-document.ts';
export {
  awaitUploads,
  documentsOf,
  dueCaseSubjects,
  forgetDocumentsOf,
  forgetOldDocuments,
  keepDocuments,
  letDocumentsGo,
  type OpenedDocument,
  readDocument,
  removeDocument,
  removeDocumentsOf,
} from './documents.ts';
export {
  type EvidenceCaseKind,
  evidenceCaseKinds,
  type EvidenceDocument,
  type EvidenceServices,
  type MediaType,
  mediaTypes,
} from './types.ts';
export { sealedColumns as sealedEvidenceColumns } from './keyed-columns.ts';
