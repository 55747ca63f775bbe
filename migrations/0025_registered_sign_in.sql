-- Whoever has just opened an account is signed in with it, once.

alter table accounts.claim drop constraint claim_state_check;
alter table accounts.claim add constraint claim_state_check
  check (state in ('code', 'contact', 'contact-code', 'password', 'done', 'entered'));
