import { type Config, scannerVersion } from '#platform';
import type { Finding } from './doctor-rights.ts';

const subject = 'scanner of uploads';

/** Whether the scanner answers, with its signatures; without one production is told what that means. */
export async function examineScanner(
  config: Pick<Config, 'UPLOAD_SCANNER' | 'UPLOAD_SCANNER_SECONDS'>,
): Promise<Finding[]> {
  const { UPLOAD_SCANNER: address } = config;
  if (address === undefined)
    return [
      { subject, well: true, found: 'none: officers’ workplaces scan what they save (docs/uploads.md)' },
    ];
  try {
    return [{ subject, well: true, found: await scannerVersion(config) }];
  } catch (error) {
    const found = `${address} does not answer (${(error as { code?: string }).code ?? (error as Error).message}); no file is taken in`;
    const mend =
      'Start clamd, and let it listen where UPLOAD_SCANNER says (LocalSocket or TCPSocket in clamd.conf).';
    return [{ subject, well: false, found, mend }];
  }
}
