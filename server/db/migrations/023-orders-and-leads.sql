-- Shops whose orders come in. What signs their webhooks follows from SECRET_KEY, the shop and its generation: nothing secret is stored.
create table shop (
  id uuid primary key,
  slug text not null constraint shop_slug unique,
  name text not null,
  -- Raising it makes the secret of before void.
  generation integer not null,
  active boolean not null,
  created_at timestamptz not null
);

-- What customers order. Money is in the smallest unit of its currency. The order is known by its shop's number; without a shop it was made in
-- Order Entry. Without a customer the person has asked to be forgotten, and the figures alone are left.
create table sales_order (
  id uuid primary key,
  shop_id uuid references shop,
  number text not null,
  customer_id uuid references customer,
  status text not null check (status in ('partial', 'complete', 'declined', 'cancelled', 'refunded')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  total bigint not null check (total >= 0),
  items jsonb not null,
  -- What the payment is called where it was made; never the number of a card.
  payment_reference text,
  -- Where the customer pays, or goes on with the order.
  payment_url text,
  note text,
  placed_at timestamptz not null,
  changed_at timestamptz not null,
  -- When it was so as its shop last told: older news changes nothing.
  told_at timestamptz,
  completed_at timestamptz,
  constraint sales_order_number unique nulls not distinct (shop_id, number)
);
create index sales_order_customer on sales_order (customer_id, placed_at desc, id desc);
create index sales_order_placed on sales_order (placed_at desc, id desc);
create index sales_order_status on sales_order (status, placed_at desc, id desc);
create index sales_order_named on sales_order (lower(number));
create sequence order_entry_number start 1001;

-- Where leads agents call from, and what may come of a call there, by kind.
create table call_center (
  id uuid primary key,
  slug text not null constraint call_center_slug unique,
  name text not null,
  payment_url text,
  active boolean not null
);
create table call_disposition (
  id uuid primary key,
  call_center_id uuid not null references call_center on delete cascade,
  kind text not null check (kind in ('sales', 'service')),
  name text not null,
  position integer not null,
  -- One that is no longer offered is still what came of earlier calls.
  active boolean not null,
  constraint call_disposition_once unique (call_center_id, kind, name)
);

-- What a leads agent may do beyond every leads agent's page; who has no row has what `domain/lead.ts` says.
create table leads_agent (
  account_id uuid primary key references staff_account on delete cascade,
  call_center_id uuid references call_center,
  pages jsonb not null,
  sees_all_orders boolean not null,
  only_assigned boolean not null
);

-- To whom customers were assigned. An open one has no end; `latest` is the customer's last, until it is taken back.
create table lead (
  id uuid primary key,
  customer_id uuid not null references customer,
  account_id uuid not null references staff_account,
  assigned_at timestamptz not null,
  assigned_by jsonb not null,
  latest boolean not null,
  ended_at timestamptz,
  ending text check (ending in ('resolved', 'sale', 'unassigned', 'reassigned')),
  ended_by jsonb,
  disposition text,
  note text,
  constraint lead_ends check ((ended_at is null) = (ending is null) and (ended_at is null) = (ended_by is null)),
  constraint lead_open_is_latest check (latest or ended_at is not null)
);
create unique index lead_latest on lead (customer_id) where latest;
create index lead_of_agent on lead (account_id, assigned_at desc, id desc) where latest;
create index lead_open on lead (assigned_at desc, id desc) where ended_at is null;
create index lead_customer on lead (customer_id, assigned_at desc);

-- What happened with a customer besides appointments and activities: orders, assignments, calls.
create table customer_entry (
  id uuid primary key,
  -- Of two things at one moment the later has the higher.
  turn bigint generated always as identity,
  customer_id uuid not null references customer,
  at timestamptz not null,
  kind text not null check (kind in ('order', 'lead', 'call')),
  facts jsonb not null,
  caller jsonb not null
);
create index customer_entry_of on customer_entry (customer_id, at desc, turn desc);
