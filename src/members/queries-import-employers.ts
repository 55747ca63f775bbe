import type { IsoDate } from '#kernel';
import { type Transaction, sql } from '#platform';

export async function createEmployerRow(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table employer_row (
      row_number int, employer_id uuid, npp text, name text, scale text, sector text, risk_class int,
      labour_intensive boolean, province_code text, address text, registered_on date, valid_from date,
      refused_column text, refused_value text, refusal text
    ) on commit drop`);
}

export const copyEmployerRow = `copy pg_temp.employer_row (row_number, employer_id, npp, name, scale, sector, risk_class,
  labour_intensive, province_code, address, registered_on, valid_from) from stdin`;

/** An employer that stands in the file twice: the first row counts. */
export async function refuseEmployerRows(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.employer_row r set refused_column = 'npp', refused_value = r.npp, refusal = 'row_repeated'
    from (select npp, min(row_number) as first from pg_temp.employer_row group by npp having count(*) > 1) twice
    where r.npp = twice.npp and r.row_number > twice.first`);
}

/**
 * Keeps what held until the day from which a row holds. A day before changes that are known already takes their place: the
 * file says what has held since. What was set and set anew on one day never held. A row that tells no day and changes none of
 * the three leaves what is known.
 */
export async function keepEarlierTerms(tx: Transaction, today: IsoDate): Promise<void> {
  await tx.run(sql`
    create temp table employer_change on commit drop as
    select e.employer_id, c.valid_from, coalesce(h.scale, e.scale) as scale, coalesce(h.risk_class, e.risk_class) as risk_class,
      coalesce(h.labour_intensive, e.labour_intensive) as labour_intensive,
      (coalesce(h.scale, e.scale), coalesce(h.risk_class, e.risk_class), coalesce(h.labour_intensive, e.labour_intensive))
        is distinct from (r.scale, r.risk_class, r.labour_intensive) and c.valid_from > r.registered_on as held_otherwise
    from pg_temp.employer_row r join members.employer e on e.npp = r.npp
    cross join lateral (select coalesce(r.valid_from, ${today}::date) as valid_from) c
    left join lateral (
      select * from members.employer_past p where p.employer_id = e.employer_id and p.held_until > c.valid_from
      order by p.held_until limit 1) h on true
    where r.refusal is null and (r.valid_from is not null
      or (e.scale, e.risk_class, e.labour_intensive) is distinct from (r.scale, r.risk_class, r.labour_intensive))`);
  await tx.run(sql`
    delete from members.employer_past p using pg_temp.employer_change c
    where p.employer_id = c.employer_id and p.held_until > c.valid_from`);
  await tx.run(sql`
    insert into members.employer_past (employer_id, held_until, scale, risk_class, labour_intensive)
    select employer_id, valid_from, scale, risk_class, labour_intensive from pg_temp.employer_change where held_otherwise
    on conflict do nothing`);
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
