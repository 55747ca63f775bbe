-- What was recorded before 0022 is sealed too. A migration of its own, because its transaction begins when every writer
-- already queues what it records: so nothing is missed, and nobody waits while the queue is filled.
insert into activity.unsealed (entry_id) select entry_id from activity.entry on conflict do nothing;
