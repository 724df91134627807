-- How a pool decides: whether lost turns are made good, how long turns are counted, and whether a customer's own rep comes first.
alter table pool
  add column correction boolean not null default true,
  add column cycle text not null default 'month' check (cycle in ('month', 'quarter', 'continuous')),
  add column owner_first boolean not null default false,
  add column owner_counts boolean not null default false,
  add column owner_horizon_days integer not null default 14;
update pool set correction = distribution in ('round-robin', 'weighted');

-- A newcomer joins the line at its end and does not catch up on what others had before.
alter table pool_member add column joined_at timestamptz;
update pool_member set joined_at = rep.created_at from rep where rep.id = pool_member.rep_id;
alter table pool_member alter column joined_at set not null;

-- Entries beside bookings: `credit` owes a rep so many turns, `calibration` counts so many as had already, `skipped` notes whose turn
-- somebody passed over by hand. A booking whose entry does not count uses no turn. Whoever writes entries of a pool locks its row first,
-- so that they become visible in the order of their ids.
alter table ledger
  drop constraint ledger_kind_check,
  add constraint ledger_kind check (kind in ('assigned', 'cancelled', 'no-show', 'no-show-undone', 'reassigned-away', 'reassigned-to', 'calibration', 'credit', 'skipped')),
  alter column event_type_id drop not null,
  alter column booking_id drop not null,
  add column amount integer not null default 0,
  add column counts boolean not null default true,
  add column author jsonb,
  add column reason text,
  add constraint ledger_of_booking check (kind in ('calibration', 'credit') or (booking_id is not null and event_type_id is not null));
create index ledger_pool on ledger (pool_id, id);
