-- What an event type tells, beside the channels of `notify`: reminders and a follow-up in minutes before the start and after the end, how
-- long a request waits for its answer, and for single moments other channels than the usual.
alter table event_type
  add column reminders jsonb not null default '[1440, 60]',
  add column follow_up_minutes integer check (follow_up_minutes >= 0),
  add column request_expires_minutes integer not null default 2880 check (request_expires_minutes > 0),
  add column moments jsonb not null default '{}';
create index booking_requested on booking (created_at) where status = 'requested';

-- In which language somebody is written to; null: not known.
alter table booking add column language text not null default 'en';
alter table customer add column language text;
alter table rep add column language text, add column phone text;

-- Text messages. `provider_id` names one at the provider, `delivery` is what the provider last said of it. A message to a phone that has
-- stopped texts is `stopped`: written, and never sent.
alter table message
  drop constraint message_status_check,
  add constraint message_status check (status in ('pending', 'sent', 'outbox', 'failed', 'superseded', 'stopped')),
  add column channel text not null default 'email' check (channel in ('email', 'sms')),
  add column language text not null default 'en',
  add column provider_id text,
  add column delivery text check (delivery in ('queued', 'sent', 'delivered', 'undelivered', 'failed')),
  add column delivery_error text;

-- Phones whose owner has answered STOP, until they answer START.
create table sms_stop (
  phone text primary key,
  stopped_at timestamptz not null
);

-- The words of the company in place of ours, for one moment and reader; without an event type for all that have none of their own.
create table message_template (
  id uuid primary key,
  event_type_id uuid references event_type on delete cascade,
  moment text not null,
  audience text not null check (audience in ('customer', 'guest', 'rep', 'former-rep')),
  channel text not null check (channel in ('email', 'sms')),
  language text not null,
  subject text,
  body text not null,
  updated_at timestamptz not null,
  check ((channel = 'email') = (subject is not null))
);
create unique index message_template_once on message_template
  (coalesce(event_type_id, '00000000-0000-0000-0000-000000000000'), moment, audience, channel, language);
