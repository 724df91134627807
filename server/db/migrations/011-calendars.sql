-- A rep's account at a calendar's vendor. `secret` is sealed: tokens, or a password.
create table calendar_account (
  id uuid primary key,
  rep_id uuid not null references rep,
  vendor text not null check (vendor in ('google', 'microsoft', 'caldav')),
  -- Whose account it is, as the vendor says: an email or a user name.
  name text not null,
  -- Where its calendars were found; CalDAV only.
  server text,
  secret text not null,
  -- Rises whenever the secret is replaced: who renews a token from an old one does not overwrite a newer one.
  secret_version integer not null default 0,
  -- Rises whenever its owner connects it anew: what a reading with the secret of before meets is not noted.
  connection integer not null default 0,
  -- The vendor lets us in no longer; only its owner can change that.
  revoked boolean not null default false,
  -- Since when every try has failed; null: the last one succeeded.
  failing_since timestamptz,
  -- What went wrong last, in words for people.
  problem text,
  -- Tries in a row that failed.
  failures integer not null default 0,
  -- What is unknown for too long is not free: the rep is left out of the answers.
  unreachable boolean not null default false,
  next_sync_at timestamptz not null,
  created_at timestamptz not null,
  constraint calendar_account_once unique (rep_id, vendor, name)
);
create index calendar_account_due on calendar_account (next_sync_at) where not revoked;

-- A calendar of an account. `counts`: what is in it makes the rep busy. `takes_bookings`: our events are written to it.
create table calendar (
  id uuid primary key,
  account_id uuid not null references calendar_account on delete cascade,
  rep_id uuid not null references rep,
  vendor_id text not null,
  name text not null,
  access text not null check (access in ('write', 'read', 'free-busy')),
  counts boolean not null,
  takes_bookings boolean not null,
  -- From where the next reading goes on, and until when what is known reaches.
  cursor text,
  known_until timestamptz,
  -- When everything in the window was last read anew.
  complete_at timestamptz,
  -- As of when its busy time is known; null: never read.
  synced_at timestamptz,
  watch_id text,
  watch_resource text,
  watch_expires_at timestamptz,
  constraint calendar_once unique (account_id, vendor_id)
);
create index calendar_rep on calendar (rep_id);
create unique index calendar_takes_bookings on calendar (rep_id) where takes_bookings;
create unique index calendar_watch on calendar (watch_id) where watch_id is not null;

-- Which event a busy time is from, so that a change of one replaces its own. `source` of such rows is the calendar's id.
alter table busy add column entry text;
create index busy_entry on busy (source, entry);

-- The events of a booking that we have written, or may have written: a row is there before the write, and goes after the removal.
create table calendar_event (
  booking_id uuid not null references booking,
  calendar_id uuid not null references calendar on delete cascade,
  -- What the booking said when it was written: its sequence and time. Null: not known to be there.
  key text,
  sequence integer,
  starts_at timestamptz,
  ends_at timestamptz,
  written_at timestamptz,
  -- What a person made of it in the calendar since: another time, or nothing (`gone`).
  moved_start timestamptz,
  moved_end timestamptz,
  gone boolean not null default false,
  constraint calendar_event_once primary key (booking_id, calendar_id)
);
create index calendar_event_key on calendar_event (calendar_id, key);

alter table booking add column calendar_sync text not null default 'none' check (calendar_sync in ('pending', 'done', 'failed', 'none'));

-- The link of the video meeting that the calendar of whoever leads it has made.
alter table booking add column video_url text;

create index booking_unwritten on booking (id) where calendar_sync = 'failed';
