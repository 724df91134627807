-- The words of a name, in small letters. Hyphens and the like part words, apostrophes do not: it is said in the same way in domain/spelling.ts.
create function name_words(name text) returns text[] language sql immutable strict parallel safe as $$
  select array_remove(string_to_array(
    translate(lower(name), E' \t\n\r\u00a0-\u2010\u2011\u2013.,;/()"&+_''\u2019\u2018\u02bc`\u00b4', repeat(' ', 19)), ' '), '')
$$;
alter table customer add column name_words text[] not null generated always as (name_words(name)) stored;
create index customer_name_words on customer using gin (name_words) with (fastupdate = off);

-- Every word of a customer's name: what somebody has misspelt is looked for among these few, not among all customers. Words are not unique, so
-- that nobody who writes one waits for others: two who bring a new word at the same moment leave it twice, until it is tidied up. They lie thinly,
-- and no index has them in order: to compare words takes many times as long as the planner thinks, and it would rather read them all.
create table customer_name_word (
  id bigint generated always as identity primary key,
  word text not null
) with (fillfactor = 10);
create index customer_name_word_word on customer_name_word using hash (word);
create index customer_name_word_parts on customer_name_word using gin (word gin_trgm_ops);

-- A word that is there is held until the transaction ends, so that nobody takes it away meanwhile; one that is being taken away is not there.
create function add_name_words(wanted text[]) returns void language sql as $$
  with held as materialized (select word from customer_name_word where word in (select unnest(wanted)) for key share skip locked)
  insert into customer_name_word (word) select word from unnest(wanted) as word where word not in (select word from held)
$$;

-- Those of these words that nobody has: of a few the index is asked, of many all customers. A plan that is kept has no way to tell.
create function words_of_nobody(words text[]) returns text[] language plpgsql set enable_seqscan = off as $$
begin
  if cardinality(words) > 100 then return array(select unnest(words) except select unnest(name_words) from customer); end if;
  return array(select word from unnest(words) as word where not exists (select from customer where name_words @> array[word]));
end
$$;

-- Words that nobody has any more are locked, and judged once more by a statement of its own: whoever held one until then has committed, and is
-- seen. Those that somebody holds stay. Nobody waits here either.
create function drop_name_words(unwanted text[]) returns void language plpgsql as $$
declare
  unused text[] := words_of_nobody(unwanted);
  locked bigint[];
begin
  if cardinality(unused) > 0 then
    locked := array(select id from customer_name_word where word in (select unnest(unused)) for update skip locked);
    unused := words_of_nobody(unused);
    delete from customer_name_word where id in (select unnest(locked)) and word in (select unnest(unused));
  end if;
end
$$;

-- What is left by those who were cut off or came at the same moment: words of nobody, and words that are there twice. Of two one stays that is
-- locked here, for another may be about to go.
create function tidy_name_words() returns void language plpgsql as $$
declare
  locked bigint[];
begin
  perform drop_name_words(array(select word from customer_name_word except select unnest(name_words) from customer));
  locked := array(
    select id from customer_name_word where word in (select word from customer_name_word group by word having count(*) > 1)
    for update skip locked);
  delete from customer_name_word as more using customer_name_word as one
    where more.id in (select unnest(locked)) and one.id in (select unnest(locked)) and one.word = more.word and one.id < more.id;
end
$$;

-- Triggers, as for what the finder watches: nothing that is written can be forgotten.
create function keep_name_words() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform add_name_words(array(select distinct unnest(name_words) from written));
  elsif tg_op = 'DELETE' then
    perform drop_name_words(array(select distinct unnest(name_words) from gone));
  else
    perform add_name_words(array(select unnest(name_words) from written except select unnest(name_words) from gone));
    perform drop_name_words(array(select unnest(name_words) from gone except select unnest(name_words) from written));
  end if;
  return null;
end
$$;
create trigger customer_insert_words after insert on customer referencing new table as written for each statement execute function keep_name_words();
create trigger customer_update_words after update on customer referencing old table as gone new table as written
  for each statement execute function keep_name_words();
create trigger customer_delete_words after delete on customer referencing old table as gone for each statement execute function keep_name_words();

select add_name_words(array(select distinct unnest(name_words) from customer));
