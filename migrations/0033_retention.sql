-- What the worker needs to forget what is kept no longer.
grant usage on schema support, cases to goid_worker;
grant select (search_id, searched_at), delete on support.search to goid_worker;
grant select (look_id, looked_at), delete on support.look to goid_worker;
grant select (alarm_id, raised_at), delete on support.alarm to goid_worker;
grant select (check_id, asked_at), delete on support.identity_check to goid_worker;
grant delete on support.proposal to goid_worker;
grant delete on accounts.session, accounts.recovery to goid_worker;
grant select (enrolment_id, expires_at), delete on accounts.officer_enrolment to goid_worker;
grant select (slip_id, expires_at), delete on accounts.slip to goid_worker;
grant select (case_id), delete on cases.message to goid_worker;
grant update (contact, contact_channel) on cases.case to goid_worker;
