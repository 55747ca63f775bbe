-- A session keeps the one true reason for which it was ended.

comment on column accounts.session.end_reason is 'internal: signed_out, ended_elsewhere, new_password, recovered, not_me or revoked';
