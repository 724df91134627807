-- Activities that are to be written as tasks: few at any time.
create index activity_crm_waiting on activity (ended_at) where crm_sync in ('pending', 'trying');
