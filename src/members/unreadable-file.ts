/** A file that cannot be read at all: wrong header, wrong encoding, cut short. Nothing of it was taken. */
export class UnreadableFileError extends Error {
  override name = 'UnreadableFileError';
  /** The line at fault; the header is line 1. */
  readonly line: number;
  readonly fault: 'cut_short' | 'never_closed' | 'not_text' | 'wrong_header';

  constructor(line: number, fault: UnreadableFileError['fault'], message: string) {
    super(message);
    this.line = line;
    this.fault = fault;
  }
}

export function cutShort(line: number): UnreadableFileError {
  return new UnreadableFileError(
    line,
    'cut_short',
    `Line ${line} is the last one and is not complete: the file was cut short. Nothing was taken. Send the whole file again.`,
  );
}

export function neverClosed(line: number): UnreadableFileError {
  return new UnreadableFileError(
    line,
    'never_closed',
    `A quotation mark on line ${line} is never closed: the file was cut short, or a mark inside a field is not doubled. Nothing was taken. Mend the line, or send the whole file again.`,
  );
}

export function notText(line: number): UnreadableFileError {
  return new UnreadableFileError(
    line,
    'not_text',
    `Line ${line} is not UTF-8 text. Nothing was taken. Save the file as CSV UTF-8 and send it again.`,
  );
}

export function wrongHeader(fault: string, columns: readonly string[]): UnreadableFileError {
  return new UnreadableFileError(
    1,
    'wrong_header',
    `The header does not fit: ${fault}. Nothing was taken. The first line must name these columns: ${columns.join(',')}`,
  );
}
