import { AppError } from '#kernel';

const headBytes = 4096;
const lineEnd = Buffer.from('\r\n');
const emptyLine = Buffer.from('\r\n\r\n');

type Source = {
  /** Hands on everything up to the next delimiter and goes past it. */
  toDelimiter(take: (piece: Buffer) => void): Promise<void>;
  /** Behind a delimiter: whether another part follows. */
  hasPart(): Promise<boolean>;
  /** The head of a part, without the empty line behind it. */
  head(): Promise<string>;
};

/** The pieces of a body between its delimiters, holding no more than one piece and a head. */
export function sourceOf(chunks: AsyncIterable<Uint8Array>, delimiter: Buffer): Source {
  const iterator = chunks[Symbol.asyncIterator]();
  // The first delimiter stands at the very beginning, without the line end that belongs to the others.
  let waiting: Buffer = Buffer.from(lineEnd);
  const more = async () => {
    const { value, done } = await iterator.next();
    if (done) throw new AppError('form_unreadable', 'the form ends before its last delimiter');
    waiting = Buffer.concat([waiting, value]);
  };
  return {
    async toDelimiter(take) {
      for (;;) {
        const found = waiting.indexOf(delimiter);
        const safe = found === -1 ? Math.max(0, waiting.length - delimiter.length + 1) : found;
        if (safe > 0) take(waiting.subarray(0, safe));
        waiting = waiting.subarray(found === -1 ? safe : found + delimiter.length);
        if (found !== -1) return;
        await more();
      }
    },
    async hasPart() {
      while (waiting.length < 2) await more();
      const sign = waiting.toString('latin1', 0, 2);
      if (sign !== '--' && sign !== '\r\n') throw new AppError('form_unreadable', 'a delimiter that is none');
      return sign === '\r\n';
    },
    async head() {
      for (;;) {
        const end = waiting.indexOf(emptyLine);
        if (end > headBytes || (end === -1 && waiting.length > headBytes + emptyLine.length))
          throw new AppError('form_unreadable', 'the head of a part is too long');
        if (end !== -1) {
          const head = waiting.toString('utf8', 2, end);
          waiting = waiting.subarray(end + emptyLine.length);
          return head;
        }
        await more();
      }
    },
  };
}
