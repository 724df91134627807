-- How many bookings that customers made for themselves one email may have open for an event type; null: any number.
alter table event_type add column open_per_customer integer default 20 check (open_per_customer >= 1);
alter table event_type alter column open_per_customer drop default;

-- Who may not book on public pages: an email address, or a domain with all that belongs to it.
create table blocked (
  id uuid primary key,
  entry text not null constraint blocked_entry unique check (entry = lower(entry)),
  reason text,
  author jsonb not null,
  created_at timestamptz not null
);

-- A link with which one customer books on one page. Raising the generation makes it void; `uses_left` falls in the transaction of each booking.
create table booking_link (
  id uuid primary key,
  customer_id uuid not null references customer on delete cascade,
  page_id uuid not null references booking_page on delete cascade,
  uses integer not null check (uses >= 1),
  uses_left integer not null check (uses_left between 0 and uses),
  generation integer not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  author jsonb not null,
  created_at timestamptz not null
);
create index booking_link_customer on booking_link (customer_id, created_at);
