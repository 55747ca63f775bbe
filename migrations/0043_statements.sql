-- What a yearly statement proves to whom the member shows it: the code on the paper, and what is answered for it.
create schema statements;

create table statements.proof (
  proof_id uuid primary key,
  account_id uuid not null,
  code_hash bytea not null,
  index_key_id text,
  year smallint not null,
  shows_amounts boolean not null,
  facts bytea not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  looks int not null default 0,
  last_look_at timestamptz
);
create unique index proof_by_code on statements.proof (code_hash);
create index proof_of_account on statements.proof (account_id, issued_at desc);
create index proof_to_forget on statements.proof (expires_at);

comment on table statements.proof is 'A code that a member put on a yearly statement for somebody else to check, and what that one is told.';
comment on column statements.proof.proof_id is 'internal: key; the code is reckoned from it and the data key of the account';
comment on column statements.proof.account_id is 'internal: whose statement';
comment on column statements.proof.code_hash is 'secret: keyed hash of the code, which is kept nowhere';
comment on column statements.proof.index_key_id is 'internal: the key of the look-ups to which the hash was brought; empty for the one that it was made with';
comment on column statements.proof.year is 'personal: the year of the statement';
comment on column statements.proof.shows_amounts is 'internal: whether the member lets the amounts be shown';
comment on column statements.proof.facts is 'personal: what the paper says, sealed with the data key of the account';
comment on column statements.proof.issued_at is 'internal: when the member made it';
comment on column statements.proof.expires_at is 'internal: from then on it is answered like a code that never was';
comment on column statements.proof.withdrawn_at is 'internal: when the member withdrew it; answered like a code that never was';
comment on column statements.proof.looks is 'internal: how often it was checked';
comment on column statements.proof.last_look_at is 'internal: when it was checked last';

grant usage on schema statements to goid_portal, goid_worker;
grant select, insert on statements.proof to goid_portal;
grant update (withdrawn_at, looks, last_look_at) on statements.proof to goid_portal;
grant select, delete on statements.proof to goid_worker;
