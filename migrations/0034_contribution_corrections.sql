-- Corrections: a card and month gets a further revision; the one before it is superseded, and its money is taken back by
-- an entry of its own.
alter table contributions.contribution
  add column superseded boolean not null default false,
  add column corrected_on date,
  add column correction_id uuid,
  add column correction_reason text,
  add column reverses_revision smallint,
  add column reversal_group uuid;
alter table contributions.contribution add constraint contribution_corrected check ((revision = 0) = (corrected_on is null) and (revision = 0) = (correction_id is null)) not valid;
alter table contributions.contribution add constraint contribution_reverses check ((reverses_revision is null) = (reversal_group is null) and reverses_revision < revision) not valid;
-- holds contributions.contribution: read once for an index without rows yet; who reports or pays waits for some seconds
create unique index contribution_correction on contributions.contribution (correction_id) where correction_id is not null;

comment on column contributions.contribution.superseded is 'internal: a later revision has taken its place';
comment on column contributions.contribution.corrected_on is 'personal: day of the correction that made this revision, empty for revision 0';
comment on column contributions.contribution.correction_id is 'internal: idempotency key of the correction, made by who asked for it';
comment on column contributions.contribution.correction_reason is 'personal: why it was corrected, in the words of who reported it';
comment on column contributions.contribution.reverses_revision is 'internal: the posted revision whose money is taken back when this one is posted';
comment on column contributions.contribution.reversal_group is 'internal: ledger entries that take it back, numbered as in posting_group';

grant update (superseded) on contributions.contribution to goid_worker;
