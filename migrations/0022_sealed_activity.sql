-- What was recorded is sealed: entries become leaves of batches, and batches a signed chain.

-- Filled by a trigger in the transaction that records, so that the sealer sees an entry exactly when it is committed,
-- however late that is; no order of ids and no horizon of transactions has to be known.
create table activity.unsealed (entry_id uuid primary key);

create table activity.batch (
  number bigint primary key check (number > 0),
  size int not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  previous bytea not null check (octet_length(previous) = 32),
  sealed_at timestamptz not null check (sealed_at = date_trunc('milliseconds', sealed_at)),
  key_id text not null,
  head bytea not null check (octet_length(head) = 32),
  signature bytea not null check (octet_length(signature) = 64),
  forgotten_at timestamptz
);

create table activity.leaf (
  entry_id uuid primary key,
  batch_number bigint not null,
  position int not null check (position >= 0),
  salt bytea check (octet_length(salt) = 16),
  commitment bytea not null check (octet_length(commitment) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  unique (batch_number, position)
);

create function activity.wait_for_seal() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into activity.unsealed (entry_id) select entry_id from added;
  return null;
end $$;
create trigger entry_waits_for_seal after insert on activity.entry
  referencing new table as added for each statement execute function activity.wait_for_seal();

-- The one change that an entry knows: what is personal in it goes, when the salt of its leaf has gone before. Without the
-- salt nobody can guess the personal part from its commitment, and with the commitment the chain can still be checked.
create or replace function activity.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'activity.% only grows: % is refused', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;
create function activity.allow_forgetting_entry() returns trigger language plpgsql as $$
begin
  if (new.entry_id, new.event, new.actor_kind, new.at) = (old.entry_id, old.event, old.actor_kind, old.at)
    and new.account_id is not distinct from old.account_id
    and new.actor_account_id is not distinct from old.actor_account_id
    and new.person_id is null and new.address is null and new.user_agent is null and new.details = '{}'
    and exists (select 1 from activity.leaf l where l.entry_id = old.entry_id and l.salt is null)
  then return new; end if;
  raise exception 'activity.entry only grows: % is refused', tg_op using errcode = 'restrict_violation';
end $$;
create function activity.allow_forgetting_leaf() returns trigger language plpgsql as $$
begin
  if (new.entry_id, new.batch_number, new.position, new.commitment, new.hash)
    = (old.entry_id, old.batch_number, old.position, old.commitment, old.hash) and new.salt is null
  then return new; end if;
  raise exception 'activity.leaf only grows: % is refused', tg_op using errcode = 'restrict_violation';
end $$;
create function activity.allow_forgetting_batch() returns trigger language plpgsql as $$
begin
  if old.forgotten_at is null and (to_jsonb(new) - 'forgotten_at') = (to_jsonb(old) - 'forgotten_at')
  then return new; end if;
  raise exception 'activity.batch only grows: % is refused', tg_op using errcode = 'restrict_violation';
end $$;

drop trigger entry_only_grows on activity.entry;
create trigger entry_never_deleted before delete on activity.entry for each row execute function activity.refuse_change();
create trigger entry_only_forgets before update on activity.entry for each row execute function activity.allow_forgetting_entry();
create trigger leaf_never_deleted before delete on activity.leaf for each row execute function activity.refuse_change();
create trigger leaf_only_forgets before update on activity.leaf for each row execute function activity.allow_forgetting_leaf();
create trigger leaf_never_truncated before truncate on activity.leaf for each statement execute function activity.refuse_change();
create trigger batch_never_deleted before delete on activity.batch for each row execute function activity.refuse_change();
create trigger batch_only_forgets before update on activity.batch for each row execute function activity.allow_forgetting_batch();
create trigger batch_never_truncated before truncate on activity.batch for each statement execute function activity.refuse_change();

-- The door for retention, and the only way through: one batch that was sealed 24 months ago by the database's own clock,
-- which no caller can move. Returns how many entries were forgotten.
create function activity.forget_batch(forgotten bigint) returns int
language plpgsql security definer set search_path = pg_catalog as $$
declare
  count int;
begin
  update activity.batch set forgotten_at = now()
  where number = forgotten and forgotten_at is null and sealed_at < now() - interval '24 months';
  if not found then
    raise exception 'batch % is not old enough to be forgotten', forgotten using errcode = 'restrict_violation';
  end if;
  update activity.leaf set salt = null where batch_number = forgotten and salt is not null;
  update activity.entry e set person_id = null, address = null, user_agent = null, details = '{}'
  from activity.leaf l where l.batch_number = forgotten and e.entry_id = l.entry_id;
  get diagnostics count = row_count;
  return count;
end $$;

-- Who looked at a person, and whom an officer touched.
create index entry_officer_person on activity.entry (person_id, at desc, entry_id desc)
  where actor_kind = 'officer' and person_id is not null;
create index entry_officer_at on activity.entry (actor_account_id, at) where actor_kind = 'officer';

revoke all on function activity.wait_for_seal(), activity.forget_batch(bigint) from public;
grant execute on function activity.forget_batch(bigint) to goid_worker;
grant select, delete on activity.unsealed to goid_worker;
grant select, insert on activity.batch, activity.leaf to goid_worker;
grant select on activity.batch, activity.leaf to goid_sso;

comment on table activity.unsealed is 'Entries that wait to be sealed.';
comment on column activity.unsealed.entry_id is 'internal: entry';
comment on table activity.batch is 'One sealed batch of entries: the root of their Merkle tree (RFC 9162), chained to the batch before and signed.';
comment on column activity.batch.number is 'internal: place in the chain, from 1 without gaps';
comment on column activity.batch.size is 'internal: entries in it';
comment on column activity.batch.root is 'internal: root of the tree of its leaves';
comment on column activity.batch.previous is 'internal: head of the batch before; zeros for the first';
comment on column activity.batch.sealed_at is 'internal: when it was sealed';
comment on column activity.batch.key_id is 'internal: key of the ring that signed it';
comment on column activity.batch.head is 'internal: hash of number, size, root, previous, sealed_at and key_id';
comment on column activity.batch.signature is 'internal: Ed25519 signature of the same';
comment on column activity.batch.forgotten_at is 'internal: when what is personal in its entries was forgotten';
comment on table activity.leaf is 'One entry in its batch.';
comment on column activity.leaf.entry_id is 'internal: entry';
comment on column activity.leaf.batch_number is 'internal: batch';
comment on column activity.leaf.position is 'internal: place in the batch, from 0';
comment on column activity.leaf.salt is 'secret: random bits that hide the personal part of the entry in its commitment; empty once that is forgotten';
comment on column activity.leaf.commitment is 'internal: hash of the salt and the personal part of the entry';
comment on column activity.leaf.hash is 'internal: leaf of the tree: hash of the entry with the commitment';
