-- Meetings without an outcome: those that are over are looked for by everybody's Home, and by the job that reminds of them.
create index booking_without_outcome on booking (ends_at) where status = 'scheduled';

-- What could not be told or written.
create index booking_failed on booking (ends_at)
  where calendar_sync = 'failed' or crm_sync = 'failed' or invitation_sync = 'failed';

-- A rep is reminded of an outcome once.
alter table booking add column outcome_asked_at timestamptz;
