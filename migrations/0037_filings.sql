create schema filings;

-- Who files and approves for an employer. A removed clerk stays as a row, so that it is known who was when.
create table filings.clerk (
  clerk_id uuid primary key,
  employer_id uuid not null,
  account_id uuid not null,
  may_file boolean not null,
  may_approve boolean not null,
  added_by uuid not null,
  case_id uuid,
  added_at timestamptz not null,
  removed_by uuid,
  removed_at timestamptz,
  check (may_file or may_approve)
);
create unique index clerk_once on filings.clerk (account_id, employer_id) where removed_at is null;
create index clerk_of_employer on filings.clerk (employer_id);
comment on table filings.clerk is 'Who files and approves for an employer: the first one verified by an officer, the others invited.';
comment on column filings.clerk.clerk_id is 'internal: id of the appointment';
comment on column filings.clerk.employer_id is 'internal: the employer';
comment on column filings.clerk.account_id is 'internal: the account that acts';
comment on column filings.clerk.may_file is 'internal: hands in files and forms';
comment on column filings.clerk.may_approve is 'internal: makes them count';
comment on column filings.clerk.added_by is 'internal: account of the officer who verified, or of the clerk who invited';
comment on column filings.clerk.case_id is 'internal: case of the officer''s check; empty for one who was invited';
comment on column filings.clerk.added_at is 'internal: since when';
comment on column filings.clerk.removed_by is 'internal: account of the clerk or officer who ended it';
comment on column filings.clerk.removed_at is 'internal: when it ended; empty while it lasts';

create table filings.invitation (
  invitation_id uuid primary key,
  employer_id uuid not null,
  token_hash bytea not null constraint invitation_token unique,
  email_sealed bytea not null,
  may_file boolean not null,
  may_approve boolean not null,
  invited_by uuid not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_by uuid,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  check (may_file or may_approve)
);
create index invitation_of_employer on filings.invitation (employer_id, invited_at);
comment on table filings.invitation is 'A one-time link by which somebody becomes a clerk with the own account.';
comment on column filings.invitation.invitation_id is 'internal: id of the invitation';
comment on column filings.invitation.employer_id is 'internal: the employer';
comment on column filings.invitation.token_hash is 'secret: SHA-256 of the token in the link (256 random bits)';
comment on column filings.invitation.email_sealed is 'secret: address that it went to, sealed';
comment on column filings.invitation.may_file is 'internal: will hand in files and forms';
comment on column filings.invitation.may_approve is 'internal: will make them count';
comment on column filings.invitation.invited_by is 'internal: account of the clerk who invited';
comment on column filings.invitation.invited_at is 'internal: when';
comment on column filings.invitation.expires_at is 'internal: from then on it is worth nothing';
comment on column filings.invitation.accepted_by is 'internal: account that used it, once';
comment on column filings.invitation.accepted_at is 'internal: when it was used';
comment on column filings.invitation.withdrawn_at is 'internal: when it was called back';

create table filings.employer_choice (
  employer_id uuid primary key,
  two_person boolean not null,
  changed_by uuid not null,
  changed_at timestamptz not null
);
comment on table filings.employer_choice is 'What an employer has chosen for its clerks; without a row nothing is chosen.';
comment on column filings.employer_choice.employer_id is 'internal: the employer';
comment on column filings.employer_choice.two_person is 'internal: nobody approves what the same clerk handed in';
comment on column filings.employer_choice.changed_by is 'internal: account of the clerk who chose';
comment on column filings.employer_choice.changed_at is 'internal: when';

create table filings.file_chunk (
  file_id uuid not null,
  number int not null,
  stored_at timestamptz not null,
  sealed bytea not null,
  primary key (file_id, number)
);
comment on table filings.file_chunk is 'The bytes of a file as they came, sealed; kept until the filing is done with.';
comment on column filings.file_chunk.file_id is 'internal: the file';
comment on column filings.file_chunk.number is 'internal: place of this piece in the file, from 0';
comment on column filings.file_chunk.stored_at is 'internal: when it came';
comment on column filings.file_chunk.sealed is 'secret: the bytes, sealed: names, wages and national numbers';

create table filings.filing (
  filing_id uuid primary key,
  employer_id uuid not null,
  npp text not null,
  kind text not null check (kind in ('wages', 'workers', 'exits')),
  month text collate "C" check (month ~ '^\d{4}-\d{2}$'),
  correction_reason text check (correction_reason is null or kind = 'wages'),
  source text not null check (source in ('file', 'form')),
  format text not null check (format in ('csv', 'xlsx')),
  file_id uuid not null,
  file_name text not null,
  file_size int not null,
  digest bytea not null,
  submission_key bytea not null constraint filing_submission unique,
  state text not null check (state in ('received', 'unreadable', 'checked', 'approved', 'counted', 'withdrawn')),
  received_by uuid not null,
  received_at timestamptz not null,
  checked_at timestamptz,
  approved_by uuid,
  approved_at timestamptz,
  counted_at timestamptz,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  fault text,
  fault_line int,
  fault_detail text,
  rows_read int,
  rows_good int,
  rows_known int,
  rows_refused int,
  wage_total bigint,
  jht_total bigint,
  jp_total bigint,
  jkk_total bigint,
  jkm_total bigint,
  check ((kind = 'wages') = (month is not null))
);
-- A correction may say again what an earlier one said, once that one counts: another may have come between.
create unique index filing_same on filings.filing
  (employer_id, kind, coalesce(month, ''), digest, (correction_reason is not null))
  where state in ('received', 'checked', 'approved') or (state = 'counted' and correction_reason is null);
create index filing_of_employer on filings.filing (employer_id, received_at);
create index filing_waiting on filings.filing (received_at) where state in ('received', 'approved');
comment on table filings.filing is 'One file or form that an employer handed in, from receipt until it counts.';
comment on column filings.filing.filing_id is 'internal: id of the filing';
comment on column filings.filing.employer_id is 'internal: the employer';
comment on column filings.filing.npp is 'internal: number of the employer';
comment on column filings.filing.kind is 'internal: wages of a month, new workers, or exits';
comment on column filings.filing.month is 'internal: contribution month of the wages';
comment on column filings.filing.correction_reason is 'personal: why wages that count already are reported anew; empty unless it corrects';
comment on column filings.filing.source is 'internal: an uploaded file, or the form for small employers';
comment on column filings.filing.format is 'internal: csv or xlsx';
comment on column filings.filing.file_id is 'internal: its bytes';
comment on column filings.filing.file_name is 'personal: name of the file as its sender called it';
comment on column filings.filing.file_size is 'internal: bytes';
comment on column filings.filing.digest is 'internal: SHA-256 of the bytes, so that the same file is known again';
comment on column filings.filing.submission_key is 'internal: keyed hash of browser and form, so that a form sent twice counts once';
comment on column filings.filing.state is 'internal: received, then unreadable or checked, then approved, then counted; or withdrawn';
comment on column filings.filing.received_by is 'internal: account of the clerk who handed it in';
comment on column filings.filing.received_at is 'internal: when';
comment on column filings.filing.checked_at is 'internal: when its rows were looked at';
comment on column filings.filing.approved_by is 'internal: account of the clerk who approved it';
comment on column filings.filing.approved_at is 'internal: when';
comment on column filings.filing.counted_at is 'internal: when its rows were taken';
comment on column filings.filing.withdrawn_by is 'internal: account of the clerk who withdrew it';
comment on column filings.filing.withdrawn_at is 'internal: when';
comment on column filings.filing.fault is 'internal: why the file as a whole cannot be read';
comment on column filings.filing.fault_line is 'internal: line of that fault';
comment on column filings.filing.fault_detail is 'internal: what the sentence about it names, such as columns';
comment on column filings.filing.rows_read is 'internal: rows below the header';
comment on column filings.filing.rows_good is 'internal: rows that count, or will';
comment on column filings.filing.rows_known is 'internal: rows that counted already by another filing, unchanged';
comment on column filings.filing.rows_refused is 'internal: rows that are refused';
comment on column filings.filing.wage_total is 'internal: sum of the wages of good rows; of a correction what it adds, or below zero takes off, here and in the programmes';
comment on column filings.filing.jht_total is 'internal: what they will be billed for JHT';
comment on column filings.filing.jp_total is 'internal: what they will be billed for JP';
comment on column filings.filing.jkk_total is 'internal: what they will be billed for JKK';
comment on column filings.filing.jkm_total is 'internal: what they will be billed for JKM';

create table filings.refused_row (
  filing_id uuid not null,
  row_number int not null,
  refused_column text not null,
  refused_value text not null,
  reason text not null,
  primary key (filing_id, row_number)
);
comment on table filings.refused_row is 'A row of a filing that was refused, and why.';
comment on column filings.refused_row.filing_id is 'internal: the filing';
comment on column filings.refused_row.row_number is 'internal: line of the file; the header is 1';
comment on column filings.refused_row.refused_column is 'internal: the column at fault; empty for the row as a whole';
comment on column filings.refused_row.refused_value is 'personal: what stood there; never a national number';
comment on column filings.refused_row.reason is 'internal: from the closed list of reasons';

create table filings.remark (
  filing_id uuid not null,
  membership_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('new', 'gone', 'wage_up', 'wage_down', 'corrected')),
  wage bigint,
  last_wage bigint,
  primary key (filing_id, membership_id)
);
comment on table filings.remark is 'What differs from the month before, or of a correction from what stood, shown before the filing counts.';
comment on column filings.remark.filing_id is 'internal: the filing';
comment on column filings.remark.membership_id is 'internal: the card';
comment on column filings.remark.person_id is 'internal: whose card it is';
comment on column filings.remark.kind is 'internal: new, gone, wage up, wage down or corrected';
comment on column filings.remark.wage is 'personal: wage of this filing, empty for one who is gone';
comment on column filings.remark.last_wage is 'personal: wage of the month before, empty for a new one; of a correction the wage that stood';

create table filings.progress (
  filing_id uuid primary key,
  rows_read int not null,
  noted_at timestamptz not null
);
comment on table filings.progress is 'How far the reading of a filing has come, for the page that waits for it.';
comment on column filings.progress.filing_id is 'internal: the filing';
comment on column filings.progress.rows_read is 'internal: rows read so far';
comment on column filings.progress.noted_at is 'internal: when that was';

-- Numbers of new cards. How the institution numbers them is its own (docs/decisions/0034); this sequence stands in.
create sequence filings.new_member_number minvalue 70000000001 maxvalue 79999999999;

-- The one job that an employer's page may queue besides its messages.
create function filings.queue_processing() returns void language sql security definer set search_path = pg_catalog as $$
  select graphile_worker.add_job('filings.process', payload => '{}'::json, max_attempts => 5);
$$;
revoke all on function filings.queue_processing() from public;

grant usage on schema filings to goid_employer, goid_console, goid_worker;
grant execute on function filings.queue_processing() to goid_employer, goid_worker;
grant select on filings.clerk, filings.invitation, filings.employer_choice, filings.filing, filings.file_chunk,
  filings.refused_row, filings.remark, filings.progress to goid_employer, goid_worker;
grant insert on filings.clerk, filings.invitation, filings.file_chunk, filings.filing to goid_employer;
grant update (removed_by, removed_at) on filings.clerk to goid_employer, goid_console;
grant update (accepted_by, accepted_at, withdrawn_at) on filings.invitation to goid_employer;
grant insert, update on filings.employer_choice to goid_employer;
grant update (state, approved_by, approved_at, withdrawn_by, withdrawn_at) on filings.filing to goid_employer;
grant delete on filings.file_chunk to goid_employer;
grant select, insert on filings.clerk to goid_console;
grant update on filings.filing to goid_worker;
grant delete on filings.file_chunk to goid_worker;
grant insert, delete on filings.refused_row, filings.remark to goid_worker;
grant insert, update, delete on filings.progress to goid_worker;
grant usage on sequence filings.new_member_number to goid_worker;
-- The form for small employers and the preview name the workers; nothing else of them.
grant select (person_id, full_name) on members.person to goid_employer;
