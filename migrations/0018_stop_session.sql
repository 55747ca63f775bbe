-- The session that made a change is part of the change: what the same session set up before it is doubted by the stop.
alter table accounts.contact_stop add column session_id uuid;
comment on column accounts.contact_stop.session_id is 'internal: the session that made the change, where one did';
