-- The org that bookings are written to; there is one at most.
create table crm_org (
  -- The org's own id, of 18 characters.
  id text primary key,
  sole boolean not null default true unique check (sole),
  name text not null,
  sandbox boolean not null,
  api_url text not null,
  -- Whom the org takes us for: what this user changes is our own doing.
  user_id text not null,
  -- Sealed tokens of a consent; null: each token is asked for with a signed statement.
  secret text,
  -- Rises whenever the secret is replaced: who renews a token from an old one does not overwrite a newer one.
  secret_version integer not null default 0,
  -- The org lets us in no longer; only its administrator can change that.
  revoked boolean not null default false,
  -- Since when every reading has failed, and what went wrong last, in words for people.
  failing_since timestamptz,
  problem text,
  -- How many calls it counted and allows in a day, as it last said.
  calls_used integer,
  calls_allowed integer,
  -- It is left alone until then.
  paused_until timestamptz,
  -- Up to when its changes are known, and when they were last read.
  changes_until timestamptz not null,
  read_at timestamptz,
  -- The reading that was begun last, and when: an older one that is still under way changes nothing any more.
  reading uuid,
  tried_at timestamptz,
  -- What administrators were told is wrong; null: nothing.
  told text check (told in ('revoked', 'unreachable')),
  -- The certificate (PEM) with which it signs launches.
  launch_certificate text,
  rules jsonb not null,
  connected_at timestamptz not null,
  -- Nobody is connected since then. The row stays until another org is, for what is known of bookings and customers is of this one.
  disconnected_at timestamptz
);

-- Who works in the org.
create table crm_user (
  id text primary key,
  name text not null,
  email text not null,
  active boolean not null
);
create index crm_user_email on crm_user (email);

-- What is known of a booking in the org: a row is there before the first write.
create table crm_record (
  booking_id uuid primary key references booking,
  -- In which org: the ids below mean nothing in another.
  org_id text not null,
  -- Whose record it is; null: not known yet, or nobody's.
  person_object text check (person_object in ('Contact', 'Lead')),
  person_id text,
  account_id text,
  -- How the person was found, and whom else it might have been.
  found jsonb,
  -- While a lead is being made: for whom, so that two bookings of one person do not make two.
  lead_for text,
  event_id text,
  -- A write has begun whose end is not known: before the next one, what is there is looked up.
  unsure boolean not null default false,
  -- The status that the row there got from us last, or that somebody gave it and we have answered.
  status text,
  -- When the change was made there that was answered last, and to which status; null: the row was deleted.
  followed_at timestamptz,
  followed_status text,
  -- What somebody set there that was put back, in words for people; it stands among the notices until the next change is answered.
  put_back text,
  -- What could not be written as it should have been, in words for people: a missing user, a field that was refused.
  notices jsonb not null default '[]',
  -- Tries in a row that failed, and what went wrong last.
  failures integer not null default 0,
  problem text,
  failed_at timestamptz,
  written_at timestamptz
);
create unique index crm_record_lead_for on crm_record (lead_for) where lead_for is not null;
create index crm_record_person on crm_record (left(person_id, 15));
create index crm_record_failed on crm_record (failed_at) where failed_at is not null;

-- Whose the record of a customer is: the id of a user or a queue. Where it is known, `owner_id` follows from it.
alter table customer add column salesforce_owner text;
-- The record that the customer had until it was deleted.
alter table customer add column salesforce_was text;
create index customer_salesforce_was on customer (left(salesforce_was, 15)) where salesforce_was is not null;

alter table booking add column crm_sync text not null default 'none' check (crm_sync in ('pending', 'done', 'failed', 'none'));
-- What waits to be written, and what could not be.
create index booking_crm_sync on booking (crm_sync) where crm_sync in ('pending', 'failed');

-- The account of the customer's record, if it is a contact's.
alter table customer add column salesforce_account text;

-- Whether bookings of this kind are written to the CRM.
alter table event_type add column crm boolean not null default true;

-- One-time addresses and tokens: what was used once is never used again. Kept until it would have ended by itself.
create table launch (
  -- The hash of the address's ticket, or the token's issuer and id.
  id text primary key,
  -- Of a ticket: whom it opens the console as, and for which record. Null once it is used, and of a token.
  salesforce_user text,
  object text,
  record_id text,
  expires_at timestamptz not null
);

-- A console that was opened from a record: for that one customer, as that user of the org. A browser that opens several has one cookie
-- for all of them.
create table launch_session (
  -- The hash of the cookie.
  hash text not null,
  customer_id uuid not null references customer,
  salesforce_user text not null,
  name text not null,
  email text,
  -- The org did not answer: what is shown was read before.
  stale boolean not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index launch_session_hash on launch_session (hash);

-- When the customer's record was last read.
alter table customer add column crm_read_at timestamptz;
