-- Who may sign in to the console. The tables staff_account, account_session, account_credential, account_verification and account_second_factor
-- are written by better-auth, the package that signs people in; level, generation and deactivated_at are ours.
create table staff_account (
  id uuid primary key,
  name text not null,
  email text not null constraint staff_account_email unique check (email = lower(email)),
  email_verified boolean not null,
  image text,
  two_factor_enabled boolean,
  level text not null check (level in ('administrator', 'manager', 'coordinator', 'rep', 'leads-agent')),
  -- Raising it makes every link that was mailed to this account void.
  generation integer not null,
  deactivated_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table account_session (
  id uuid primary key,
  user_id uuid not null references staff_account on delete cascade,
  token text not null constraint account_session_token unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index account_session_user on account_session (user_id);

-- How somebody proves who they are: a password, kept as a hash, or an account elsewhere, named by its subject.
create table account_credential (
  id uuid primary key,
  user_id uuid not null references staff_account on delete cascade,
  provider_id text not null,
  subject text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint account_credential_once unique (provider_id, subject)
);
create index account_credential_user on account_credential (user_id);

-- A sign-in that is under way: it waits for a second factor, or for an answer from elsewhere.
create table account_verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index account_verification_identifier on account_verification (identifier);

-- Secret and backup codes are encrypted with SECRET_KEY.
create table account_second_factor (
  id uuid primary key,
  user_id uuid not null references staff_account on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean,
  failed_verification_count integer,
  locked_until timestamptz
);
create index account_second_factor_user on account_second_factor (user_id);

-- Keys of programs. The key itself is shown once and only its SHA-256 is kept: it has 256 random bits, so nobody can guess it from that.
create table api_key (
  id uuid primary key,
  account_id uuid not null references staff_account on delete cascade,
  name text not null,
  hash text not null constraint api_key_hash unique,
  scopes jsonb not null,
  expires_at timestamptz,
  created_at timestamptz not null
);
create index api_key_account on api_key (account_id);

-- Mails about an account are messages too; only administrators see them in the outbox, for they hold links.
alter table message drop constraint message_audience_check;
alter table message add constraint message_audience_check check (audience in ('customer', 'guest', 'rep', 'account'));
