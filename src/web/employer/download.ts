import { csvCell, type Visit } from '#platform';

/** A file to keep, never a page. */
export function csvFile(visit: Visit, name: string, body: string | ReadableStream): Response {
  return download(visit, name, 'text/csv; charset=utf-8', body);
}

export function download(
  visit: Visit,
  name: string,
  type: string,
  body: string | Buffer | ReadableStream,
): Response {
  return visit.context.body(body as string, 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}

/** For a spreadsheet: it runs nothing in them, and finds by the first sign that they are UTF-8. */
export const csvOf = (lines: readonly (readonly string[])[]): string =>
  `\uFEFF${lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
