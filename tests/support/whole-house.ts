import { type IncomingHttpHeaders, request } from 'node:http';
import { after } from 'node:test';
import { type Database, type Face, buildFace, listen, openDatabase, readConfig } from '#platform';
import { wholeFaces } from '../../src/commands/faces.ts';
import { type House, openHouse } from '../../src/commands/house.ts';
import { demonstrationDatabase } from './demonstration-database.ts';
import { testKeys } from './keys.ts';
import { freePortBase } from './ports.ts';

export type WholeHouse = {
  readonly house: House;
  readonly faces: readonly Face[];
  /** With all rights, for what a test prepares and looks into. */
  readonly database: Database;
  readonly databaseUrl: string;
};

/** Every face as the program composes it, with the demonstration, on plain HTTP whatever the origins say. */
export async function startWholeHouse(settings: Readonly<Record<string, string>> = {}): Promise<WholeHouse> {
  const databaseUrl = await demonstrationDatabase();
  const config = readConfig({
    NODE_ENV: 'test',
    TEST_HASH_COST: 'on',
    LOG_LEVEL: 'silent',
    PORT_BASE: String(await freePortBase()),
    ...settings,
  });
  const house = await openHouse(config, testKeys, databaseUrl);
  const faces = await wholeFaces(house);
  const listeners = await Promise.all(
    faces.map((face) => listen(buildFace(house, face), config.ports[face.site], '127.0.0.1')),
  );
  const database = openDatabase({ url: databaseUrl, poolSize: 2 });
  after(async () => {
    for (const listener of listeners) await listener.close();
    await house.close();
    await database.close();
  });
  return { house, faces, database, databaseUrl };
}

export type RawAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type RawRequest = {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** One request as bytes go over the wire: any Host, any path (an absolute address too), nothing followed. */
export function ask({ house }: Pick<WholeHouse, 'house'>, face: Face, wish: RawRequest): Promise<RawAnswer> {
  const { config } = house;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: config.ports[face.site],
        method: wish.method ?? 'GET',
        path: wish.path,
        agent: false,
        headers: { host: new URL(face.origin).host, ...wish.headers },
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (body += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(wish.body);
  });
}
