import { mkdir, open } from 'node:fs/promises';
import { once } from 'node:events';
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

/** A file that is written in large pieces; `flush` waits while the disk is behind. */
export type CsvFile = {
  /** Whole lines with their line ends. */
  write(lines: string): void;
  flush(): Promise<void>;
  close(): Promise<void>;
};

const pieceLength = 1 << 16;

async function openFile(path: string, header: string): Promise<CsvFile> {
  const stream = (await open(path, 'w')).createWriteStream();
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure = error;
  });
  let waiting = `${header}\n`;
  const flush = async (least = pieceLength) => {
    if (failure) throw failure;
    if (waiting.length < least) return;
    const piece = waiting;
    waiting = '';
    if (!stream.write(piece)) await once(stream, 'drain');
  };
  return {
    write: (lines) => {
      waiting += lines;
    },
    flush: () => flush(),
    close: async () => {
      await flush(1);
      stream.end();
      await once(stream, 'finish');
    },
  };
}

/** The four files in a folder, which is made. Files of that name are written anew. */
export async function openFiles(folder: string): Promise<Record<FileName, CsvFile>> {
  await mkdir(folder, { recursive: true });
  const file = (name: FileName) => openFile(join(folder, `${name}.csv`), headers[name]);
  return {
    employers: await file('employers'),
    members: await file('members'),
    families: await file('families'),
    contributions: await file('contributions'),
  };
}
