import type { Config } from '#platform';

/**
 * Words that anybody would try first at this door, because they stand on it: the programmes, their laws and short names,
 * what the pages are about. A new password made of them counts as easily guessed. docs/authentication.md lists them.
 */
export const contextWords: readonly string[] =
  'bpjs bpjstk bpjamsostek jamsostek jmo ketenagakerjaan jaminan sosial pekerja jaminanharitua haritua jaminankecelakaankerja jaminankematian jaminanpensiun pensiun jaminankehilanganpekerjaan jht jkk jkm jkp kpj peserta kepesertaan iuran saldo kartu klaim tenagakerja perusahaan karyawan buruh socialsecurity pension member password katasandi kata sandi'.split(
    ' ',
  );

/** The same, with the name under which this installation is known. */
export function wordsOfTheHouse({ BRAND_NAME }: Pick<Config, 'BRAND_NAME'>): string[] {
  const brand = BRAND_NAME.toLowerCase();
  return [...new Set([...contextWords, brand, brand.replaceAll(/[^\p{L}\p{Nd}]/gu, '')])];
}
