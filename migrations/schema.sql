-- tables
table platform.form_submission (key bytea not null, sent_at timestamp with time zone not null, outcome bytea);
table platform.migration (number integer not null, name text not null, applied_at timestamp with time zone not null default now());

-- constraints
constraint form_submission_pkey on platform.form_submission PRIMARY KEY (key);
constraint migration_pkey on platform.migration PRIMARY KEY (number);

-- indexes
CREATE INDEX form_submission_sent_at ON platform.form_submission USING btree (sent_at);
CREATE UNIQUE INDEX form_submission_pkey ON platform.form_submission USING btree (key);
CREATE UNIQUE INDEX migration_pkey ON platform.migration USING btree (number);

-- triggers

-- functions
function platform.add_job(task text, payload json, run_at timestamp with time zone, max_attempts integer, job_key text, priority integer);

-- rights
grant delete, insert, select, update on platform.form_submission to goid_console;
grant delete, insert, select, update on platform.form_submission to goid_employer;
grant delete, insert, select, update on platform.form_submission to goid_portal;
grant delete, insert, select, update on platform.form_submission to goid_sso;
grant delete, insert, select, update on platform.form_submission to goid_worker;
