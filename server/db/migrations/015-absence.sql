-- Time off has an id and says where it comes from: an import replaces what an import has brought, and never what somebody has entered here.
alter table time_off add column id uuid not null default gen_random_uuid();
alter table time_off add primary key (id);
alter table time_off add column source text not null default 'import';
alter table time_off add constraint time_off_source check (source in ('import', 'entered'));
alter table time_off add column reason text;
alter table time_off add column created_by jsonb;

-- Since when the customer is asked to choose another time; the booking stays as it is until they do.
alter table booking add column asked_anew_at timestamptz;
