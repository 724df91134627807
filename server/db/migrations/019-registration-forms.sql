-- A form on a project's website. Whoever sends it has a place in the project, and a rep who looks after them there: the one who does already,
-- else the next of the pool, or the one who is named.
create table registration_form (
  id uuid primary key,
  slug text not null,
  project_id uuid not null references project,
  title text not null,
  intro text,
  phone text not null check (phone in ('none', 'optional', 'required')),
  questions jsonb not null,
  consent_text text,
  source text not null,
  pool_id uuid references pool,
  rep_id uuid references rep,
  active boolean not null,
  constraint registration_form_slug unique (slug),
  constraint registration_form_of_one check (pool_id is null or rep_id is null)
);

-- What somebody sent with a form, in their own words, and who was given it: the customer whom they were taken for may be known by another name.
-- Without a customer the person has asked to be forgotten, and the turn alone is left. `pool_id` is there if a turn of the pool was used; `turn`
-- rises with every entry of a pool, for whoever writes one has locked the pool.
create table registration_entry (
  id uuid primary key,
  turn bigint generated always as identity,
  form_id uuid not null references registration_form,
  customer_id uuid references customer,
  pool_id uuid references pool,
  rep_id uuid references rep,
  name text not null,
  email text,
  phone text,
  answers jsonb not null,
  consent text,
  created_at timestamptz not null
);
create index registration_entry_pool on registration_entry (pool_id, turn) where pool_id is not null;
create index registration_entry_customer on registration_entry (customer_id, created_at desc);
