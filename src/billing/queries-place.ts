import { sql, type Transaction } from '#platform';

/**
 * What a correction takes off an earlier one that stands on a later bill is taken off there, programme by programme, the
 * newest bill first: a row more in pg_temp.placed for each such bill, and one that gives as much back to the bill on which the
 * correction was placed. Only the rest lowers that bill, so that none comes to less than nothing while another asks for too much.
 * Of a month with wage earners and construction workers it is taken off the former (PU) and given to the latter (JAKON), who sort so:
 * never is more left than before on which a penalty counts.
 */
export async function spreadCorrections(tx: Transaction): Promise<void> {
  await tx.run(sql`
    with down as (
      select payer_id, month, min(segment) as segment, max(segment) as taken_from, bill_month, min(due_on) as due_on,
        min(penalty_rate) as penalty_rate, sum(jht) as jht, sum(jp) as jp, sum(jkk) as jkk, sum(jkm) as jkm
      from pg_temp.placed where corrected group by payer_id, month, bill_month having sum(jht + jp + jkk + jkm) < 0),
    stands as (
      select d.payer_id, d.month, b.month as bill_month, b.due_on, b.penalty_rate, -d.jht as down_jht, -d.jp as down_jp,
        -d.jkk as down_jkk, -d.jkm as down_jkm, greatest(sum(c.jht), 0) as jht, greatest(sum(c.jp), 0) as jp,
        greatest(sum(c.jkk), 0) as jkk, greatest(sum(c.jkm), 0) as jkm
      from down d
      join billing.charge c on c.payer_id = d.payer_id and c.for_month = d.month and c.kind = 'correction' and c.month <> c.for_month
      join billing.bill b on b.payer_id = c.payer_id and b.month = c.month
      group by d.payer_id, d.month, b.month, b.due_on, b.penalty_rate, d.jht, d.jp, d.jkk, d.jkm),
    taken as (
      select payer_id, month, bill_month, due_on, penalty_rate,
        greatest(least(jht, down_jht - coalesce(sum(jht) over newer, 0)), 0) as jht,
        greatest(least(jp, down_jp - coalesce(sum(jp) over newer, 0)), 0) as jp,
        greatest(least(jkk, down_jkk - coalesce(sum(jkk) over newer, 0)), 0) as jkk,
        greatest(least(jkm, down_jkm - coalesce(sum(jkm) over newer, 0)), 0) as jkm
      from stands
      window newer as (partition by payer_id, month order by bill_month desc rows between unbounded preceding and 1 preceding))
    insert into pg_temp.placed (payer_id, month, corrected, segment, workers, jht, jp, jkk, jkm, jp_deferred, bill_month, due_on,
      penalty_rate)
    select payer_id, month, true, taken_from, 0, -t.jht, -t.jp, -t.jkk, -t.jkm, 0, t.bill_month, t.due_on, t.penalty_rate
    from taken t join (select payer_id, month, taken_from from down) d using (payer_id, month)
    union all
    select payer_id, month, true, segment, 0, sum(t.jht), sum(t.jp), sum(t.jkk), sum(t.jkm), 0, d.bill_month, d.due_on, d.penalty_rate
    from taken t join down d using (payer_id, month)
    group by payer_id, month, segment, d.bill_month, d.due_on, d.penalty_rate`);
}
