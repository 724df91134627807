-- One row: when event types, pools, projects, booking pages or the names in them last changed. With `rep_change` and `pool_change` it is all that the finder
-- has to watch.
create table config_change (
  only_row boolean primary key check (only_row),
  changed xid8 not null
);
insert into config_change values (true, pg_current_xact_id());

-- Triggers rather than statements of the service: nothing that is written can be forgotten.
create function touch_config() returns trigger language plpgsql as $$
begin update config_change set changed = pg_current_xact_id() where changed <> pg_current_xact_id(); return null; end
$$;
create trigger project_touches after insert or update or delete on project for each statement execute function touch_config();
create trigger event_type_touches after insert or update or delete on event_type for each statement execute function touch_config();
create trigger pool_touches after insert or update or delete on pool for each statement execute function touch_config();
create trigger pool_member_touches after insert or update or delete on pool_member for each statement execute function touch_config();
create trigger booking_page_touches after insert or update or delete on booking_page for each statement execute function touch_config();
create trigger rep_name_touches after update on rep for each row when (old.name is distinct from new.name) execute function touch_config();

-- One row per pool with a ledger: when that last got an entry. Whoever writes entries has locked the pool, so nobody waits here.
create table pool_change (
  pool_id uuid primary key references pool,
  changed xid8 not null
);
create function touch_pool() returns trigger language plpgsql as $$
begin insert into pool_change select distinct pool_id, pg_current_xact_id() from written
  on conflict (pool_id) do update set changed = excluded.changed where pool_change.changed <> excluded.changed; return null; end
$$;
create trigger ledger_touches after insert on ledger referencing new table as written for each statement execute function touch_pool();

-- The embedded database has one session, and it listens: it hears of each commit before that is acknowledged. No session of a server
-- listens to this channel, so there nothing is sent.
create function tell_rep_change() returns trigger language plpgsql as $$
begin if exists (select from pg_listening_channels() as channel where channel = 'switchboard_change') then
  perform pg_notify('switchboard_change', rep_id::text) from written; end if; return null; end
$$;
create trigger rep_change_insert_tells after insert on rep_change referencing new table as written for each statement execute function tell_rep_change();
create trigger rep_change_update_tells after update on rep_change referencing new table as written for each statement execute function tell_rep_change();
create function tell_change() returns trigger language plpgsql as $$
begin if exists (select from pg_listening_channels() as channel where channel = 'switchboard_change') then
  perform pg_notify('switchboard_change', tg_argv[0]); end if; return null; end
$$;
create trigger config_change_tells after update on config_change for each statement execute function tell_change('config');
create trigger pool_change_tells after insert or update on pool_change for each statement execute function tell_change('turns');
