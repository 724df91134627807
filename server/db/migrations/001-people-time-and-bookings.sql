create extension if not exists btree_gist;

create table project (
  id uuid primary key,
  slug text not null constraint project_slug unique,
  name text not null,
  kind text not null check (kind in ('osc', 'onsite')),
  time_zone text not null
);

-- What two projects show each other. Without a row everything is shared. The lesser id stands first.
create table project_share (
  project_id uuid not null references project,
  other_id uuid not null references project,
  appointments boolean not null,
  history boolean not null,
  primary key (project_id, other_id),
  check (project_id < other_id)
);

-- Somebody, or a room, who can be met. Hours are wall time in the rep's zone, as they were entered.
create table rep (
  id uuid primary key,
  email text not null constraint rep_email unique check (email = lower(email)),
  name text not null,
  kind text not null check (kind in ('person', 'room')),
  time_zone text not null,
  weekly_hours jsonb not null,
  overrides jsonb not null,
  skills jsonb not null,
  languages jsonb not null,
  territories jsonb not null,
  daily_limit integer,
  weekly_limit integer,
  salesforce_user_id text,
  active boolean not null,
  created_at timestamptz not null
);

create table rep_project (
  rep_id uuid not null references rep,
  project_id uuid not null references project,
  primary key (rep_id, project_id)
);

-- One row per rep. Every transaction that touches a rep's time sets `changed` first: that is the lock between bookings of one rep,
-- and the news by which every process learns whose time to read again. Rows are never deleted.
create table rep_change (
  rep_id uuid primary key references rep,
  changed xid8 not null
);
create index rep_change_changed on rep_change (changed);

create table time_off (
  rep_id uuid not null references rep,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (starts_at < ends_at)
);
create index time_off_rep on time_off (rep_id, ends_at);

-- Busy time from elsewhere; `source` says from where, and who may replace it.
create table busy (
  rep_id uuid not null references rep,
  source text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (starts_at < ends_at)
);
create index busy_rep on busy (rep_id, ends_at);

create table event_type (
  id uuid primary key,
  slug text not null constraint event_type_slug unique,
  name text not null,
  duration_minutes integer not null,
  slot_interval_minutes integer not null,
  buffer_before_minutes integer not null,
  buffer_after_minutes integer not null,
  minimum_notice_minutes integer not null,
  booking_window_days integer not null,
  "with" jsonb not null,
  location jsonb not null,
  approval boolean not null,
  questions jsonb not null,
  notify jsonb not null
);

create table pool (
  id uuid primary key,
  slug text not null constraint pool_slug unique,
  name text not null,
  distribution text not null check (distribution in ('find-by-time', 'longest-idle', 'priority', 'round-robin', 'weighted')),
  strict boolean not null
);

create table pool_member (
  pool_id uuid not null references pool,
  rep_id uuid not null references rep,
  priority integer not null,
  weight integer not null,
  primary key (pool_id, rep_id)
);
create index pool_member_rep on pool_member (rep_id);

create table booking_page (
  id uuid primary key,
  slug text not null constraint booking_page_slug unique,
  title text not null,
  choice text not null check (choice in ('customer', 'automatic', 'rep-first')),
  rep_id uuid references rep,
  pool_id uuid references pool,
  pages jsonb not null,
  event_types jsonb not null,
  constraint booking_page_one_kind check ((rep_id is not null)::int + (pool_id is not null)::int + (pages <> '[]'::jsonb)::int = 1)
);

-- Emails and phones are not unique: two people may share one.
create table customer (
  id uuid primary key,
  key text constraint customer_key unique,
  email text,
  name text not null,
  phone text,
  time_zone text,
  owner_id uuid references rep,
  coordinator text,
  salesforce_object text,
  salesforce_id text,
  created_at timestamptz not null
);
create unique index customer_salesforce on customer (left(salesforce_id, 15));
create index customer_email on customer (email);
create index customer_coordinator on customer (coordinator, name);
create index customer_name on customer (name, id);

create table booking (
  id uuid primary key,
  uid text not null constraint booking_uid unique,
  sequence integer not null,
  status text not null check (status in ('requested', 'scheduled', 'completed', 'no-show', 'cancelled', 'declined', 'expired')),
  event_type_id uuid not null references event_type,
  pool_id uuid references pool,
  rep_id uuid not null references rep,
  "with" jsonb not null,
  customer_id uuid references customer,
  customer_name text not null,
  customer_email text,
  customer_phone text,
  guests jsonb not null,
  project_id uuid references project,
  created_in uuid references project,
  completed_in uuid references project,
  completed_by jsonb,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  buffer_before_minutes integer not null,
  buffer_after_minutes integer not null,
  time_zone text not null,
  subject text not null,
  location jsonb not null,
  details text,
  notes text,
  answers jsonb not null,
  booked_by jsonb not null,
  assignment jsonb not null,
  notify jsonb not null,
  cancel_reason text,
  generation integer not null,
  invitation_sync text not null check (invitation_sync in ('pending', 'done', 'failed', 'none')),
  created_at timestamptz not null,
  check (starts_at < ends_at)
);
create index booking_start on booking (starts_at, id);
create index booking_rep on booking (rep_id, starts_at);
create index booking_customer on booking (customer_id, starts_at);
create index booking_customer_email on booking (customer_email, starts_at);

-- A rep, or a room, is in one place at a time: one row per person or room while a booking blocks them, widened by its buffers.
create table occupancy (
  rep_id uuid not null references rep,
  booking_id uuid not null references booking,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  busy_from timestamptz not null,
  busy_until timestamptz not null,
  primary key (booking_id, rep_id),
  constraint occupancy_rep_free exclude using gist (rep_id with =, tstzrange(busy_from, busy_until) with &&)
);

-- What each member of a pool was given and lost. All distribution is computed from it.
create table ledger (
  id bigint generated always as identity primary key,
  pool_id uuid not null references pool,
  event_type_id uuid not null references event_type,
  rep_id uuid not null references rep,
  booking_id uuid not null references booking,
  kind text not null check (kind in ('assigned', 'cancelled', 'no-show', 'no-show-undone', 'reassigned-away', 'reassigned-to')),
  at timestamptz not null
);
create index ledger_booking on ledger (booking_id, rep_id);

-- One row per change of a booking: who, when, through which door, and what stood there before and after.
create table booking_history (
  id bigint generated always as identity primary key,
  booking_id uuid not null references booking,
  at timestamptz not null,
  action text not null,
  sequence integer not null,
  caller jsonb not null,
  reason text,
  before jsonb,
  after jsonb not null
);
create index booking_history_booking on booking_history (booking_id, id);

-- Every mail about a booking, as it was or will be sent; without a mail server this is the outbox. `dedupe` keeps one mail from being
-- written twice by a job that runs twice.
create table message (
  id uuid primary key,
  dedupe text not null constraint message_dedupe unique,
  booking_id uuid references booking,
  sequence integer not null,
  moment text not null,
  audience text not null check (audience in ('customer', 'guest', 'rep')),
  method text check (method in ('REQUEST', 'CANCEL')),
  to_name text,
  to_address text not null,
  from_address text not null,
  reply_to text,
  subject text not null,
  text text not null,
  html text not null,
  invitation text,
  status text not null check (status in ('pending', 'sent', 'outbox', 'failed', 'superseded')),
  created_at timestamptz not null
);
create index message_booking on message (booking_id, to_address, sequence);
create index message_newest on message (created_at desc, id desc);

-- The first answer to a creating request, given again to the same request.
create table idempotency (
  scope text not null,
  key text not null,
  fingerprint text not null,
  status integer not null,
  location text,
  body text not null,
  created_at timestamptz not null,
  constraint idempotency_once primary key (scope, key)
);
create index idempotency_created on idempotency (created_at);
