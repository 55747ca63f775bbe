import { createHash } from 'node:crypto';

/** A statement with its values apart; its name is the hash of its text, so that PostgreSQL plans it once. */
export class Statement {
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
  #text: string | undefined;

  constructor(parts: readonly string[], values: readonly unknown[]) {
    this.parts = parts;
    this.values = values;
  }

  get text(): string {
    this.#text ??= this.parts.reduce(
      (text, part, index) => (index === 0 ? part : `${text}$${index}${part}`),
      '',
    );
    return this.#text;
  }

  get name(): string {
    const { text } = this;
    let name = names.get(text);
    if (!name) {
      name = `q_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
      names.set(text, name);
    }
    return name;
  }
}

const names = new Map<string, string>();

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
