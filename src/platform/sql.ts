import { createHash } from 'node:crypto';

type Written = { readonly text: string; readonly name: string };

/** A statement with its values apart; its name is the hash of its text, so that PostgreSQL plans it once. */
export class Statement {
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
  #written: Written | undefined;

  constructor(parts: readonly string[], values: readonly unknown[]) {
    this.parts = parts;
    this.values = values;
  }

  get text(): string {
    return this.#write().text;
  }

  get name(): string {
    return this.#write().name;
  }

  /** The parts of a statement without others in it are the same array each time, so that it is written down once. */
  #write(): Written {
    this.#written ??= writtenParts.get(this.parts);
    if (this.#written) return this.#written;
    const text = this.parts.reduce(
      (text, part, index) => (index === 0 ? part : `${text}$${index}${part}`),
      '',
    );
    let written = writtenTexts.get(text);
    if (!written) {
      written = { text, name: `q_${createHash('sha256').update(text).digest('hex').slice(0, 24)}` };
      writtenTexts.set(text, written);
    }
    if (Object.isFrozen(this.parts)) writtenParts.set(this.parts, written);
    this.#written = written;
    return written;
  }
}

const writtenTexts = new Map<string, Written>();
const writtenParts = new WeakMap<readonly string[], Written>();

/**
 * For a FROM clause: this statement, alone in its transaction, does not wait for the disk. Only for a write that a crash
 * of the database may take along, or that something which does wait always follows: that flushes the earlier too.
 */
export function withoutWaitingForDisk(): Statement {
  return sql`(select set_config('synchronous_commit', 'off', true)) as not_waiting`;
}

/**
 * Writes SQL with its values as parameters: sql`select … where id = ${id}`.
 * A Statement as a value is spliced in as text with its own parameters. Nothing else ever becomes SQL text.
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Statement {
  if (!values.some((value) => value instanceof Statement)) return new Statement(strings, values);
  const parts = [strings[0] ?? ''];
  const flat: unknown[] = [];
  values.forEach((value, index) => {
    const after = strings[index + 1] ?? '';
    const last = parts.length - 1;
    if (value instanceof Statement) {
      const [first = '', ...rest] = value.parts;
      parts[last] += first;
      parts.push(...rest);
      flat.push(...value.values);
      parts[parts.length - 1] += after;
    } else {
      flat.push(value);
      parts.push(after);
    }
  });
  return new Statement(parts, flat);
}

/** The statements one after the other, with another between them; at least one. */
export function joined([first = sql``, ...rest]: readonly Statement[], between: Statement): Statement {
  return rest.reduce((whole, next) => sql`${whole}${between}${next}`, first);
}
