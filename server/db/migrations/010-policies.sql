-- Until how long before the start customers may move or cancel by themselves, in minutes; null: not at all;
-- and to whom: the same rep, or any of the pool. A booking keeps what held when it was made.
alter table event_type add column policy jsonb not null default '{"rescheduleUntilMinutes": 0, "cancelUntilMinutes": 0, "moveTo": "any"}';
alter table event_type alter column policy drop default;
alter table booking add column policy jsonb not null default '{"rescheduleUntilMinutes": 0, "cancelUntilMinutes": 0, "moveTo": "any"}';
alter table booking alter column policy drop default;
