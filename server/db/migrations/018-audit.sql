-- Every administrative change: who has made what different, and from what to what. Nothing secret is ever in it.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  author jsonb not null,
  kind text not null,
  name text not null,
  action text not null,
  changes jsonb not null
);
create index audit_at on audit (at);
create index audit_kind on audit (kind, id desc);
