-- A time kept for a moment while a person decides. Its time is taken by its rows in `occupancy`, until `expires_at`; the row itself stays
-- until it is released, booked, or tidied away.
create table hold (
  id uuid primary key,
  event_type_id uuid not null references event_type,
  pool_id uuid references pool,
  rep_id uuid not null references rep,
  "with" jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  buffer_before_minutes integer not null,
  buffer_after_minutes integer not null,
  held_by jsonb not null,
  holder text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check (starts_at < ends_at)
);
create index hold_expires on hold (expires_at);
create index hold_holder on hold (holder, expires_at);

-- A booking or a hold, one of the two, takes the time; one constraint judges both. It cannot look at the clock, so whoever takes the time of
-- an expired hold removes its row first.
alter table occupancy drop constraint occupancy_pkey;
alter table occupancy alter column booking_id drop not null;
alter table occupancy add column hold_id uuid references hold on delete cascade;
alter table occupancy add column expires_at timestamptz;
alter table occupancy add constraint occupancy_of_one check (num_nonnulls(booking_id, hold_id) = 1);
alter table occupancy add constraint occupancy_hold_expires check ((hold_id is null) = (expires_at is null));
create unique index occupancy_booking on occupancy (booking_id, rep_id) where booking_id is not null;
create unique index occupancy_hold on occupancy (hold_id, rep_id) where hold_id is not null;
create index occupancy_held on occupancy (rep_id) where hold_id is not null;
