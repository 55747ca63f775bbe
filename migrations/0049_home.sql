-- No penalty by a rule that nobody has seen in a source: what of a charge stays free of it.
alter table billing.charge add column penalty_free bigint not null default 0;
comment on column billing.charge.penalty_free is 'internal: part of the contributions on which no penalty is counted, because the due day of their segment is uncertain';

update billing.charge c set penalty_free = c.jht + c.jp + c.jkk + c.jkm - c.jp_deferred
from billing.bill b where b.payer_id = c.payer_id and b.month = c.month and b.segment = 'JAKON';
update billing.bill set penalty_rate = 0 where segment = 'JAKON';
