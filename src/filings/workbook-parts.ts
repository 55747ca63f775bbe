import { SaxesParser } from 'saxes';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { FileFault } from './file-fault.ts';

/** So much of a part of a workbook is unpacked at most: a sheet of a hundred thousand rows has a fifth of it. */
const mostUnpacked = 150_000_000;
const mostParts = 1000;

/** What may still be unpacked of a workbook, in bytes: its parts together come to no more than twice the largest. */
type Allowance = { readonly ofPart: number; left: number };

/** A workbook (ECMA-376): a ZIP archive of XML parts, each unpacked as a stream when it is asked for. */
export type Workbook = {
  has(name: string): boolean;
  /** The elements of a part as they come. Throws FileFault when it is missing, broken, or unpacks to too much. */
  read(name: string, handlers: ElementHandlers): AsyncGenerator<void>;
};

export type Attributes = Readonly<Record<string, string>>;

export type ElementHandlers = {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

export const notAWorkbook = () => new FileFault('not_a_workbook');

/** Reads the list of parts; throws FileFault when the bytes are no ZIP archive, or its end is missing. */
export async function openWorkbook(bytes: Buffer, most = mostUnpacked): Promise<Workbook> {
  const allowance: Allowance = { ofPart: most, left: 2 * most };
  const { archive, entries } = await listEntries(bytes).catch(() => {
    throw notAWorkbook();
  });
  return {
    has: (name) => entries.has(name),
    read: (name, handlers) => {
      const entry = entries.get(name);
      if (!entry) throw notAWorkbook();
      return readPart(archive, entry, handlers, allowance);
    },
  };
}

function listEntries(bytes: Buffer): Promise<{ archive: ZipFile; entries: Map<string, Entry> }> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error);
      const entries = new Map<string, Entry>();
      archive.on('entry', (entry: Entry) => {
        entries.set(entry.fileName.replaceAll('\\', '/'), entry);
        if (entries.size > mostParts) reject(new Error('too many parts'));
        else archive.readEntry();
      });
      archive.on('end', () => resolve({ archive, entries }));
      archive.on('error', reject);
      return archive.readEntry();
    });
  });
}

async function* readPart(
  archive: ZipFile,
  entry: Entry,
  handlers: ElementHandlers,
  allowance: Allowance,
): AsyncGenerator<void> {
  // What the archive says of its own size is not believed; what comes out is counted.
  if (entry.uncompressedSize > allowance.ofPart) throw new FileFault('workbook_too_large');
  const parser = parserOf(handlers);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let unpacked = 0;
  try {
    const stream = await archive.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      allowance.left -= chunk.length;
      if (unpacked > allowance.ofPart || allowance.left < 0) throw new FileFault('workbook_too_large');
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.write(decoder.decode()).close();
    yield;
  } catch (error) {
    throw error instanceof FileFault ? error : notAWorkbook();
  }
}

/** Names come without their prefix. Entities that a document declares itself are refused by the parser, not unfolded. */
function parserOf({ open, text, close }: ElementHandlers): SaxesParser {
  const parser = new SaxesParser();
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => open?.(local(name), attributes as Attributes));
  if (text) parser.on('text', text);
  parser.on('closetag', ({ name }) => close?.(local(name)));
  return parser;
}
