-- What a rep may choose for a registrant: a closing stage, a category, or the name of a process that begins with it.
create table follow_up (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  -- When to choose it, in words for reps.
  meaning text,
  position int not null,
  active boolean not null,
  constraint follow_up_name unique (project_id, name)
);
alter table registration add column follow_up_id uuid references follow_up;

-- A plan of activities, and what begins it.
create table process (
  id uuid primary key,
  project_id uuid not null references project,
  name text not null,
  trigger_kind text not null,
  trigger_value text,
  -- What must be true of the registration, the steps, and the rules of their dates: see domain/process.ts.
  plan jsonb not null,
  active boolean not null,
  created_at timestamptz not null,
  constraint process_name unique (project_id, name)
);
create index process_trigger on process (project_id, trigger_kind) where active;

-- A process that was begun for somebody, with the plan as it was then.
create table process_run (
  id uuid primary key,
  process_id uuid not null references process,
  project_id uuid not null references project,
  customer_id uuid not null references customer,
  -- What began it: the same cause begins it once.
  cause text not null,
  plan jsonb not null,
  -- From when the offsets count.
  anchor timestamptz not null,
  -- Its first activity is not due before this date.
  not_before date,
  -- Null: it waits for somebody to look after the registrant.
  begun_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  constraint process_run_once unique (process_id, customer_id, cause)
);
create index process_run_customer on process_run (customer_id, project_id);
create index process_run_running on process_run (process_id) where ended_at is null;

-- Something that a rep owes a registrant, or has done for one.
create table activity (
  id uuid primary key,
  run_id uuid references process_run,
  step_id text,
  -- The place among those of its run.
  position int not null,
  project_id uuid not null references project,
  customer_id uuid not null references customer,
  rep_id uuid references rep,
  type text not null,
  note text,
  -- The words of an email, and whether it is sent by itself.
  email jsonb,
  automatic boolean not null,
  due_on date not null,
  due_at timestamptz,
  status text not null,
  -- When it left the list, who did that, what came of it.
  ended_at timestamptz,
  ended_by jsonb,
  -- The rep who had it then, by name.
  ended_rep text,
  result text,
  -- When its rep was told that its time has come, or its email went.
  told_at timestamptz,
  crm_sync text,
  crm_id text,
  created_at timestamptz not null
);
create unique index activity_step on activity (run_id, step_id);
create index activity_open on activity (rep_id, due_on, due_at, id) where status = 'open';
create index activity_of_project on activity (project_id, due_on, due_at, id) where status = 'open';
create index activity_due on activity (due_on, due_at, id) where status = 'open';
create index activity_now on activity (due_at) where status = 'open' and told_at is null and due_at is not null;
create index activity_customer on activity (customer_id, project_id);

-- Whoever wants no more emails that nobody writes by hand.
create table email_stop (
  email text primary key,
  at timestamptz not null
);

-- Whether somebody wants the mail of the morning and the notices, and for which morning they had it.
create table activity_reminder (
  rep_id uuid primary key references rep on delete cascade,
  morning boolean not null,
  notices boolean not null,
  mailed_on date
);
