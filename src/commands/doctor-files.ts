import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Config, ConfigError } from '#platform';
import type { Finding } from './doctor-rights.ts';

/** Without a second place nobody could show that the end of the activity was cut off. */
export function examineHeads({
  AUDIT_HEADS_DIR: folder,
  NODE_ENV,
}: Pick<Config, 'AUDIT_HEADS_DIR' | 'NODE_ENV'>): Finding[] {
  const subject = 'sealed activity';
  const mend =
    'Set AUDIT_HEADS_DIR to a folder outside the database, best on another machine (docs/audit.md).';
  if (folder === '')
    return NODE_ENV === 'production'
      ? [{ subject, well: false, found: 'its heads go to no second place', mend }]
      : [];
  const fault = folderFault(nearest(folder));
  return fault === undefined
    ? [{ subject, well: true, found: `heads go to ${folder}` }]
    : [
        {
          subject,
          well: false,
          found: `its heads cannot be written to ${folder} (${fault})`,
          mend: `Let the worker's user write there. ${mend}`,
        },
      ];
}

/** The worker makes the folder where it is missing, so what counts is what stands there already. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

export function examineBreachedList(config: Pick<Config, 'BREACHED_PASSWORDS_FILE'>): Finding[] {
  const { BREACHED_PASSWORDS_FILE: file } = config;
  if (file === '') return [];
  const subject = 'breached passwords';
  const fault = fileFault(file, constants.R_OK);
  return fault === undefined
    ? [{ subject, well: true, found: `looked up in ${file}` }]
    : [
        {
          subject,
          well: false,
          found: `${file} cannot be read (${fault}); no new password could be taken`,
          mend: 'Put the list there and let the user of the sign-in face read it, or take BREACHED_PASSWORDS_FILE away.',
        },
      ];
}

/** The sign-in face does not open without the list it was given: every new password would fail. Throws ConfigError. */
export function refuseUnreadableList({ BREACHED_PASSWORDS_FILE: file }: Config): void {
  const fault = file === '' ? undefined : fileFault(file, constants.R_OK);
  if (fault !== undefined)
    throw new ConfigError(
      `BREACHED_PASSWORDS_FILE: the file ${file} cannot be read (${fault}). Put the list there, or take the setting away.`,
    );
}

function folderFault(folder: string): string | undefined {
  return statSync(folder).isDirectory() ? fileFault(folder, constants.W_OK | constants.X_OK) : 'ENOTDIR';
}

function fileFault(path: string, wanted: number): string | undefined {
  try {
    accessSync(path, wanted);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
