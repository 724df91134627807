-- How often somebody tried something within a span of time: of all processes together, and across restarts. `key` is a hash of who it was and
-- what they tried. Not logged, so that counting writes nothing to the disk; a crash of the server forgets it.
create unlogged table rate_limit (
  key text primary key,
  hits integer not null,
  ends_at timestamptz not null
);
