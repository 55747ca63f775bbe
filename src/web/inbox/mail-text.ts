export type MailText = { readonly subject: string; readonly text: string };

/** Reads the one kind of mail that Go ID sends: plain text in one part, headers perhaps encoded. */
export function readMail(raw: Buffer): MailText {
  const [head = '', ...rest] = raw.toString('latin1').split('\r\n\r\n');
  const body = Buffer.from(rest.join('\r\n\r\n'), 'latin1');
  const headers = readHeaders(head);
  const text = decodeBody(body, headers.get('content-transfer-encoding')?.toLowerCase() ?? '7bit');
  return {
    subject: decodeWords(headers.get('subject') ?? ''),
    text: text.toString('utf8').replaceAll('\r\n', '\n').trimEnd(),
  };
}

/** Header lines; one that begins with a blank goes on from the line before (RFC 5322 §2.2.3). */
function readHeaders(head: string): Map<string, string> {
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function decodeBody(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  return encoding === 'quoted-printable' ? decodeQuoted(body.toString('latin1')) : body;
}

/** Quoted-printable (RFC 2045 §6.7). */
function decodeQuoted(text: string): Buffer {
  const joined = text.replaceAll(/=\r\n/g, '');
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

/** Encoded words in headers (RFC 2047); blanks between two of them do not count. */
function decodeWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      (kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64')
        : decodeQuoted(word.replaceAll('_', ' '))
      ).toString('utf8'),
    );
}
