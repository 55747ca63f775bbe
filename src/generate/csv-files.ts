import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const headers = {
  employers: 'npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on',
  members:
    'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on',
  families: 'nik,relation,full_name,birth_date',
  contributions: 'npp,kpj,month,wage,reported_on,billed_on,paid_on,posted_on',
} as const;
export type FileName = keyof typeof headers;
export const fileNames = Object.keys(headers) as FileName[];

/** A file that is written in large pieces. */
export type CsvFile = {
  /** Whole lines with their line ends. */
  write(lines: string): void;
  close(): void;
};

const pieceBytes = 1 << 18;
const mostBytesPerUnit = 3;

/**
 * Lines go into one buffer, which is kept: as strings that wait to be written they would grow old, and the memory of
 * the process with the file.
 */
function openFile(path: string, header: string): CsvFile {
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(pieceBytes);
  let filled = 0;
  const empty = () => {
    for (let written = 0; written < filled;) written += writeSync(file, piece, written, filled - written);
    filled = 0;
  };
  const write = (lines: string) => {
    if (filled + lines.length * mostBytesPerUnit > pieceBytes) empty();
    filled += piece.write(lines, filled);
  };
  write(`${header}\n`);
  return {
    write,
    close: () => {
      empty();
      closeSync(file);
    },
  };
}

/** The four files in a folder, which is made. Files of that name are written anew. */
export function openFiles(folder: string): Record<FileName, CsvFile> {
  mkdirSync(folder, { recursive: true });
  const file = (name: FileName) => openFile(join(folder, `${name}.csv`), headers[name]);
  return {
    employers: file('employers'),
    members: file('members'),
    families: file('families'),
    contributions: file('contributions'),
  };
}
