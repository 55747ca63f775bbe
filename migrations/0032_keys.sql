-- Which master key does what, so that a key can change while the program runs: every process reads the uses here and
-- says which keys it holds. Only the owner of the database changes a use; a face may look.
create table platform.key_use (
  kind text not null check (kind in ('data', 'cookie', 'pepper', 'index', 'head')),
  step int not null,
  key_id text not null,
  state text not null check (state in ('in_use', 'moving', 'past')),
  used_from timestamptz not null,
  used_until timestamptz,
  primary key (kind, step)
);
create unique index key_use_one on platform.key_use (kind) where state = 'in_use';
comment on table platform.key_use is 'Which master key is used for which kind of thing, in order; without rows the ring''s own order decides.';
comment on column platform.key_use.kind is 'internal: data (seals), cookie (what browsers carry), pepper (passwords), index (look-ups), head (seals of the activity)';
comment on column platform.key_use.step is 'internal: place in the order of keys of this kind, from 1';
comment on column platform.key_use.key_id is 'internal: id of the master key';
comment on column platform.key_use.state is 'internal: in_use: new things are made with it; moving: rows are being brought to it; past: only opens or checks';
comment on column platform.key_use.used_from is 'internal: when it became the one in use';
comment on column platform.key_use.used_until is 'internal: when another took its place';

create table platform.key_holder (
  holder_id uuid primary key,
  parts text not null,
  key_ids text[] not null,
  uses text not null,
  seen_at timestamptz not null
);
comment on table platform.key_holder is 'Running processes with the keys that each holds, so that no key is used before all of them have it.';
comment on column platform.key_holder.holder_id is 'internal: made up by the process at its start';
comment on column platform.key_holder.parts is 'internal: which parts of the program it runs';
comment on column platform.key_holder.key_ids is 'internal: ids of the master keys that it holds';
comment on column platform.key_holder.uses is 'internal: the uses of keys that it acts by, as text';
comment on column platform.key_holder.seen_at is 'internal: when it last said so';

grant select on platform.key_use to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;
grant select, insert, update, delete on platform.key_holder to goid_sso, goid_portal, goid_console, goid_employer, goid_api, goid_worker;

-- Recovery codes are stretched over a keyed hash, which cannot be made anew without the code: each set names its key.
alter table accounts.recovery_code add column key_id text;
comment on column accounts.recovery_code.key_id is 'internal: id of the master key whose hash was stretched; null is the first key of the look-ups';

-- A signing key is published before it signs, and stays published after it has.
alter table sso.provider_key add column signs_from timestamptz;
comment on column sso.provider_key.signs_from is 'internal: from when on it signs, in place of the one before; null is since it was made';

-- While rows are brought to another key of the look-ups each says whether it is there already; null is the key in use.
do $$
declare name text;
begin
  foreach name in array array['accounts.identifier', 'accounts.contact', 'accounts.contact_change', 'accounts.contact_stop',
    'accounts.officer_enrolment', 'accounts.imported_account', 'accounts.claim', 'members.national_number', 'members.person', 'members.correction'] loop
    execute format('alter table %s add column index_key_id text', name);
    execute format('comment on column %s.index_key_id is %L', name,
      'internal: the key that this row''s look-ups were last brought to; null is the one in use when it was written');
  end loop;
end $$;
