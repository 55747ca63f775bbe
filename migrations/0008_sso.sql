-- The OpenID provider's own state. Ids that are bearer secrets (codes, tokens, session cookies) stand here hashed only.
create schema sso;
grant usage on schema sso to goid_sso, goid_api, goid_worker;

create table sso.provider_key (
  id uuid primary key,
  use text not null check (use in ('ES256', 'RS256', 'pairwise')),
  sealed bytea not null,
  created_at timestamptz not null
);
grant select, insert on sso.provider_key to goid_sso;
grant select on sso.provider_key to goid_worker;
comment on table sso.provider_key is 'Keys of the provider, sealed: it signs with the oldest of a kind and publishes all.';
comment on column sso.provider_key.id is 'internal: key';
comment on column sso.provider_key.use is 'internal: signature algorithm, or pairwise for the salt of the subjects that other services see';
comment on column sso.provider_key.sealed is 'secret: the private key as JWK, or the salt, sealed';
comment on column sso.provider_key.created_at is 'internal: when it was made';

create table sso.client (
  client_id text primary key check (client_id ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
  name text not null,
  secret_hash text check (secret_hash ~ '^[0-9a-f]{64}$'),
  redirect_uris text[] not null check (cardinality(redirect_uris) > 0),
  post_logout_redirect_uris text[] not null,
  backchannel_logout_uri text,
  first_party boolean not null,
  public boolean not null,
  secret_in text not null check (secret_in in ('header', 'body')),
  created_at timestamptz not null,
  check (public = (secret_hash is null))
);
grant select on sso.client to goid_sso, goid_api, goid_worker;
comment on table sso.client is 'Applications registered to sign members in. The faces of Go ID itself come from the configuration, not from here.';
comment on column sso.client.client_id is 'internal: name in the protocol';
comment on column sso.client.name is 'internal: name that members read';
comment on column sso.client.secret_hash is 'secret: SHA-256 of its secret of 256 random bits, empty for a public client';
comment on column sso.client.redirect_uris is 'internal: where codes may be sent, compared exactly';
comment on column sso.client.post_logout_redirect_uris is 'internal: where a browser may be sent after logging out, compared exactly';
comment on column sso.client.backchannel_logout_uri is 'internal: where it is told that a session ended';
comment on column sso.client.first_party is 'internal: belongs to the programme: no consent step, the same subject everywhere';
comment on column sso.client.public is 'internal: an application that cannot keep a secret; PKCE alone protects it';
comment on column sso.client.secret_in is 'internal: whether it sends its secret in the header (client_secret_basic) or in the body (client_secret_post)';
comment on column sso.client.created_at is 'internal: when it was registered';

create unlogged table sso.interaction (
  id_hash bytea primary key,
  payload json not null,
  expires_at timestamptz not null
);
create index interaction_expires_at on sso.interaction (expires_at);
grant select, insert, update, delete on sso.interaction to goid_sso;
grant select, delete on sso.interaction to goid_worker;
comment on table sso.interaction is 'Authorization requests that wait on a sign-in page. Lost in a crash of the database: the member starts again.';
comment on column sso.interaction.id_hash is 'internal: hash of the id in the address and the cookie';
comment on column sso.interaction.payload is 'personal: what was asked for and what has been answered so far';
comment on column sso.interaction.expires_at is 'internal: when it is forgotten';

create unlogged table sso.authorization_code (
  id_hash bytea primary key,
  grant_id text not null,
  payload json not null,
  expires_at timestamptz not null
);
create index authorization_code_grant_id on sso.authorization_code (grant_id);
create index authorization_code_expires_at on sso.authorization_code (expires_at);
grant select, insert, delete on sso.authorization_code to goid_sso;
grant select, delete on sso.authorization_code to goid_worker;
comment on table sso.authorization_code is 'Codes not yet redeemed; they live 60 seconds. Lost in a crash of the database.';
comment on column sso.authorization_code.id_hash is 'secret: hash of the code';
comment on column sso.authorization_code.grant_id is 'internal: the grant it belongs to';
comment on column sso.authorization_code.payload is 'personal: whose code, for which client, with which challenge';
comment on column sso.authorization_code.expires_at is 'internal: when it is forgotten';

create table sso.consumed_code (
  id_hash bytea primary key,
  payload json not null,
  consumed_at timestamptz not null,
  expires_at timestamptz not null
);
create index consumed_code_expires_at on sso.consumed_code (expires_at);
grant select, insert on sso.consumed_code to goid_sso;
grant select, delete on sso.consumed_code to goid_worker;
comment on table sso.consumed_code is 'Codes that were redeemed, kept so that a second use is recognised and revokes what the first one gave.';
comment on column sso.consumed_code.id_hash is 'internal: hash of the code';
comment on column sso.consumed_code.payload is 'personal: what the code stood for';
comment on column sso.consumed_code.consumed_at is 'internal: when it was redeemed';
comment on column sso.consumed_code.expires_at is 'internal: when the mark is forgotten';

create table sso.provider_session (
  id_hash bytea primary key,
  uid text not null,
  payload json not null,
  expires_at timestamptz not null
);
create index provider_session_uid on sso.provider_session (uid);
create index provider_session_expires_at on sso.provider_session (expires_at);
grant select, insert, update, delete on sso.provider_session to goid_sso;
grant select, delete on sso.provider_session to goid_worker;
comment on table sso.provider_session is 'Browsers signed in at the provider.';
comment on column sso.provider_session.id_hash is 'secret: hash of the cookie';
comment on column sso.provider_session.uid is 'internal: once signed in, the id of the session row of accounts, on which it lives and dies';
comment on column sso.provider_session.payload is 'personal: who is signed in, how strongly, and to which clients';
comment on column sso.provider_session.expires_at is 'internal: when it is forgotten';

create table sso.client_grant (
  id text primary key,
  subject text not null,
  client_id text not null,
  payload json not null,
  expires_at timestamptz not null
);
create index client_grant_subject on sso.client_grant (subject, client_id);
create index client_grant_expires_at on sso.client_grant (expires_at);
grant select, insert, update, delete on sso.client_grant to goid_sso;
grant select, delete on sso.client_grant to goid_worker;
comment on table sso.client_grant is 'What a member allowed another service to see.';
comment on column sso.client_grant.id is 'internal: grant';
comment on column sso.client_grant.subject is 'personal: subject of the account';
comment on column sso.client_grant.client_id is 'internal: the service';
comment on column sso.client_grant.payload is 'personal: what was allowed';
comment on column sso.client_grant.expires_at is 'internal: until when';

create table sso.token (
  kind text not null,
  id_hash bytea not null,
  grant_id text,
  payload json not null,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (kind, id_hash)
);
create index token_grant_id on sso.token (grant_id) where grant_id is not null;
create index token_expires_at on sso.token (expires_at);
grant select, insert, update, delete on sso.token to goid_sso;
grant select, delete on sso.token to goid_worker;
grant select on sso.token to goid_api;
comment on table sso.token is 'Access and refresh tokens of other services, pushed requests, and identifiers that may be used once.';
comment on column sso.token.kind is 'internal: model of the provider';
comment on column sso.token.id_hash is 'secret: hash of the token';
comment on column sso.token.grant_id is 'internal: the grant it belongs to';
comment on column sso.token.payload is 'personal: whose token, for which client, for what';
comment on column sso.token.consumed_at is 'internal: when it was used, for what may be used once';
comment on column sso.token.expires_at is 'internal: when it is forgotten';
