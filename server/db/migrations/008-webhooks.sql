-- Addresses that are told of every change of a booking. The secret is sealed with SECRET_KEY.
create table webhook (
  id uuid primary key,
  url text not null,
  events jsonb not null,
  active boolean not null,
  secret text not null,
  created_at timestamptz not null
);

-- What was sent, or is to be: written in the transaction of the change, with the booking as it was then.
create table webhook_delivery (
  id uuid primary key,
  webhook_id uuid not null references webhook on delete cascade,
  booking_id uuid not null references booking on delete cascade,
  event text not null,
  body text not null,
  status text not null check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null,
  last_attempt_at timestamptz,
  -- What the last attempt met: the status that was answered (null: there was no answer), and the first words of it.
  answer jsonb,
  created_at timestamptz not null
);
create index webhook_delivery_newest on webhook_delivery (webhook_id, created_at desc, id desc);
create index webhook_delivery_booking on webhook_delivery (booking_id);
create index webhook_delivery_created on webhook_delivery (created_at);
