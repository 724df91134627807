create extension if not exists pg_trgm;

-- Customers are found by parts of what is known of them, and by names that are spelt alike.
create index customer_name_parts on customer using gin (name gin_trgm_ops);
create index customer_email_parts on customer using gin (email gin_trgm_ops);
create index customer_phone_parts on customer using gin (phone gin_trgm_ops);
create index customer_owner on customer (owner_id);

-- What staff note about somebody.
alter table customer add column notes text;

-- A rep sees whom the rep has met: asked for each customer who is found.
create index booking_met on booking (customer_id, rep_id);
