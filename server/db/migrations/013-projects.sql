-- The projects in which somebody works. Without a row: in all of them. A rep works in the rep's own projects (rep_project).
create table account_project (
  account_id uuid not null references staff_account on delete cascade,
  project_id uuid not null references project,
  primary key (account_id, project_id)
);

-- A customer's place in a project: who looks after them there, and what is known of them there.
create table registration (
  id uuid primary key,
  customer_id uuid not null references customer,
  project_id uuid not null references project,
  rep_id uuid references rep,
  rating text,
  source text,
  status text not null,
  created_at timestamptz not null,
  created_by jsonb not null,
  constraint registration_once unique (customer_id, project_id)
);
create index registration_project on registration (project_id, created_at desc, id);
create index registration_rep on registration (rep_id, project_id);

create index booking_created_in on booking (created_in, starts_at);
create index booking_completed_in on booking (completed_in, starts_at);
create index booking_project on booking (project_id, starts_at);
