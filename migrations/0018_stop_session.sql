-- The session that made a change is part of the change: what the same session set up before it is doubted by the stop.
alter table accounts.contact_stop add column session_id uuid;
comment on column accounts.contact_stop.session_id is 'internal: the session that made the change, where one did';

-- An end is final, whoever asks: the faces may write ended_at to end a session, and none of them may take it back.
create function accounts.keep_session_ended() returns trigger language plpgsql as $$
begin
  raise exception 'session % has ended and stays so', old.session_id using errcode = 'integrity_constraint_violation';
end
$$;
create trigger session_stays_ended before update of ended_at on accounts.session
  for each row when (old.ended_at is not null and new.ended_at is distinct from old.ended_at)
  execute function accounts.keep_session_ended();
