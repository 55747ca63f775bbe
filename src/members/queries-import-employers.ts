import { type Transaction, sql } from '#platform';

export async function createEmployerRow(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table employer_row (
      row_number int, employer_id uuid, npp text, name text, scale text, sector text, risk_class int,
      labour_intensive boolean, province_code text, address text, registered_on date,
      refused_column text, refused_value text, refusal text
    ) on commit drop`);
}

export const copyEmployerRow = `copy pg_temp.employer_row (row_number, employer_id, npp, name, scale, sector, risk_class,
  labour_intensive, province_code, address, registered_on) from stdin`;

/** An employer that stands in the file twice: the first row counts. */
export async function refuseEmployerRows(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.employer_row r set refused_column = 'npp', refused_value = r.npp, refusal = 'row_repeated'
    from (select npp, min(row_number) as first from pg_temp.employer_row group by npp having count(*) > 1) twice
    where r.npp = twice.npp and r.row_number > twice.first`);
}

/** Adds new employers and updates changed ones; the number of both. */
export function writeEmployers(tx: Transaction): Promise<number> {
  return tx.run(sql`
    insert into members.employer as e (employer_id, npp, name, scale, sector, risk_class, labour_intensive,
      province_code, address, registered_on)
    select employer_id, npp, name, scale, sector, risk_class, labour_intensive, province_code, address, registered_on
    from pg_temp.employer_row where refusal is null
    on conflict (npp) do update set name = excluded.name, scale = excluded.scale, sector = excluded.sector,
      risk_class = excluded.risk_class, labour_intensive = excluded.labour_intensive,
      province_code = excluded.province_code, address = excluded.address, registered_on = excluded.registered_on
    where (e.name, e.scale, e.sector, e.risk_class, e.labour_intensive, e.province_code, e.address, e.registered_on)
      is distinct from (excluded.name, excluded.scale, excluded.sector, excluded.risk_class,
        excluded.labour_intensive, excluded.province_code, excluded.address, excluded.registered_on)`);
}
