import { formatInstant, makePdf, type PdfBlock, type Visit } from '#platform';
import { type YearStatement, writtenCode } from '#statements';
import { qrSquares } from '#web/layout';
import { statementBlocks } from './statement-blocks.ts';

/** The code that goes onto a paper. */
export type PrintedCode = {
  readonly code: string;
  readonly expiresAt: Date;
  readonly showsAmounts: boolean;
};

/**
 * Where a code is checked. Scanned from paper it stands behind `#`, which no browser sends: so it is in no log of any machine
 * on the way and in no referrer (docs/decisions/0038).
 */
export const checkAddress = ({ config }: Visit, code?: string): string =>
  `${config.origins.portal}/verify${code === undefined ? '' : `#${code}`}`;

/** The statement as a file. No connection is held while it is drawn, and nothing of it is kept. */
export async function statementFile(
  visit: Visit,
  statement: YearStatement,
  printed: PrintedCode | undefined,
): Promise<Response> {
  const { t, config, now, session } = visit;
  const at = formatInstant(now, t.language, session?.timeZone);
  const pdf = await makePdf({
    title: t('statement.title', { year: statement.year }),
    author: config.BRAND_NAME,
    language: t.language,
    madeAt: now,
    footer: (page, pages) =>
      t(config.DEMO ? 'statement.footer_example' : 'statement.footer', {
        brand: config.BRAND_NAME,
        page,
        pages,
        at,
      }),
    blocks: [
      { kind: 'text', text: t('statement.law', { brand: config.BRAND_NAME }) },
      ...(config.DEMO ? [{ kind: 'text' as const, text: t('statement.example') }] : []),
      ...statementBlocks(t, statement),
      ...(printed
        ? codeBlocks(visit, printed)
        : [{ kind: 'text' as const, text: t('statement.without_code') }]),
    ],
  });
  // The name says the year and nothing of the person.
  const name = `${t('statement.file', { year: statement.year })}.pdf`;
  return visit.context.body(new Uint8Array(pdf), 200, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}

function codeBlocks(visit: Visit, { code, expiresAt, showsAmounts }: PrintedCode): PdfBlock[] {
  const { t } = visit;
  const until = formatInstant(expiresAt, t.language, visit.session?.timeZone);
  return [
    { kind: 'heading', text: t('statement.code') },
    {
      kind: 'text',
      text: t('statement.code_check', { address: checkAddress(visit), code: writtenCode(code), until }),
    },
    {
      kind: 'squares',
      squares: qrSquares(checkAddress(visit, code)),
      says: t('statement.code_picture'),
      width: 110,
    },
    { kind: 'text', text: t(showsAmounts ? 'statement.code_with' : 'statement.code_without') },
  ];
}
