import { AppError } from '#kernel';
import pg from 'pg';
import type { Statement } from './sql.ts';

/** What a room's queries speak to: the pool, or one transaction. */
export type Executor = {
  /** All rows. */
  many<Row>(statement: Statement): Promise<Row[]>;
  /** One row or none; more than one is a bug and throws. */
  maybe<Row>(statement: Statement): Promise<Row | undefined>;
  /** Exactly one row; anything else is a bug and throws. */
  one<Row>(statement: Statement): Promise<Row>;
  /** The number of rows touched. */
  run(statement: Statement): Promise<number>;
};

export type Transaction = Executor & {
  /** The driver's client, for COPY. Held for the transaction only. */
  readonly client: pg.ClientBase;
};

export type Database = Executor & {
  transaction<Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
};

export type DatabasePool = Database & {
  /** Of this pool now: connections, how many of them nobody uses, and who waits for one. */
  connections(): { readonly open: number; readonly idle: number; readonly waiting: number };
};

export type DatabaseOptions = {
  readonly url: string;
  /** The PostgreSQL role that this pool acts as; the login must be a member of it. */
  readonly role?: string;
  readonly poolSize?: number;
  /** 0 for long work such as an import. */
  readonly statementTimeoutSeconds?: number;
  readonly applicationName?: string;
};

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, BigInt);
types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export function openDatabase(options: DatabaseOptions): DatabasePool {
  const statementTimeout = (options.statementTimeoutSeconds ?? 15) * 1000;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 6,
    types,
    application_name: options.applicationName ?? 'goid',
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    options: [
      options.role ? `-c role=${options.role}` : '',
      `-c statement_timeout=${statementTimeout}`,
      '-c lock_timeout=10000',
      `-c idle_in_transaction_session_timeout=${statementTimeout === 0 ? 0 : 30_000}`,
    ].join(' '),
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the program.
  pool.on('error', () => {});
  return {
    ...executorOf(() => pool),
    transaction: (work) => inTransaction(pool, work),
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

async function inTransaction<Value>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect().catch(unavailable);
  let broken: Error | undefined;
  // A connection may break while nothing is asked; without a listener that would end the program.
  const note = (failure: Error) => {
    broken = failure;
  };
  client.on('error', note);
  try {
    await client.query('begin').catch(unavailable);
    const value = await work({ ...executorOf(() => client), client });
    await client.query('commit').catch(unavailable);
    return value;
  } catch (error) {
    await client.query('rollback').catch(note);
    throw error;
  } finally {
    client.off('error', note);
    client.release(broken);
  }
}

type Queryable = Pick<pg.Pool | pg.ClientBase, 'query'>;

function executorOf(target: () => Queryable): Executor {
  const query = async <Row>(statement: Statement) => {
    const config = { name: statement.name, text: statement.text, values: [...statement.values] };
    const result = await (target() as pg.ClientBase).query(config).catch(unavailable);
    return { rows: result.rows as Row[], count: result.rowCount ?? 0 };
  };
  return {
    many: async <Row>(statement: Statement) => (await query<Row>(statement)).rows,
    maybe: async <Row>(statement: Statement) => {
      const { rows } = await query<Row>(statement);
      if (rows.length > 1)
        throw new AppError('bug', `expected at most one row, got ${rows.length}: ${statement.name}`);
      return rows[0];
    },
    one: async <Row>(statement: Statement) => {
      const { rows } = await query<Row>(statement);
      const [row] = rows;
      if (row === undefined || rows.length > 1)
        throw new AppError('bug', `expected one row, got ${rows.length}: ${statement.name}`);
      return row;
    },
    run: async (statement) => (await query(statement)).count,
  };
}

const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '53300',
]);

/** True when a statement failed because the database or the way to it went away. */
export function isLostConnection(error: unknown): boolean {
  const { code = '', message } = error as { code?: string; message?: string };
  return (
    lostConnection.has(code) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(message ?? '')
  );
}

function unavailable(error: unknown): never {
  if (!isLostConnection(error)) throw error;
  const code = (error as { code?: string }).code;
  throw new AppError('unavailable', `the database does not answer: ${code ?? (error as Error).message}`, {
    cause: error,
    retryAfterSeconds: 10,
  });
}

/** True when an insert met a row that is already there; `constraint` names which rule. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const { code, constraint: met } = error as { code?: string; constraint?: string };
  return code === '23505' && (constraint === undefined || met === constraint);
}
