-- Figures that are worked out from files of pupils: runs, what may be read inside and outside a school, and the pupils behind the figures.

-- One working out of a dataset and year. Its rows are written in short transactions that nobody sees; finishing is one short write, and what was
-- finished is never changed. The rows of a run that another has replaced are removed, the run stays: it says what was shown when.
create table data.run (
  id int generated always as identity primary key,
  dataset text not null check (dataset <> ''),
  -- The calendar year in which the academic year starts.
  year int not null check (year between 1990 and 2100),
  -- The releases and the supplied tables that it was made from.
  inputs int[] not null check (cardinality(inputs) > 0),
  tables int[] not null,
  -- Of all that it was made from, the way of working it out among it: the same again is no second run.
  recipe text not null check (recipe ~ '^[0-9a-f]{64}$'),
  -- Of every row in its order: the same rows give the same.
  digest text check (digest ~ '^[0-9a-f]{64}$'),
  -- Measures without figures: for each its id, the official table that it needs, of which summer, and a sentence.
  missing jsonb not null default '[]',
  made_at timestamptz not null,
  finished_at timestamptz,
  check ((finished_at is null) = (digest is null))
);
create index run_of on data.run (dataset, year, id desc);
alter table data.run enable row level security;
alter table data.run force row level security;
create policy run_read on data.run for select to mesters_web, mesters_worker
  using ((select platform.sees('system'))
    or finished_at is not null and platform.person() is not null and inputs <@ (select data.accepted_releases())::int[]);
create policy run_add on data.run for insert to mesters_web, mesters_worker with check ((select platform.sees('system')));
create policy run_finish on data.run for update to mesters_web, mesters_worker
  using ((select platform.sees('system'))) with check ((select platform.sees('system')));
create policy run_remove on data.run for delete to mesters_web, mesters_worker using ((select platform.sees('system')));
grant select, insert, update, delete on data.run to mesters_web, mesters_worker;

create function data.keep_run() returns trigger
  language plpgsql as $$
begin
  if old.finished_at is not null then
    raise exception 'a run that was finished is never changed or removed' using errcode = '23514', constraint = 'run_finished';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_run before update or delete on data.run for each row execute function data.keep_run();

-- The last run of each dataset and year, where every release that it was made from may be seen: an earlier one does not come back for one that may not.
create function data.current_runs() returns int[]
  language sql stable parallel safe
  return (
    select coalesce(array_agg(id), '{}') from (
      select distinct on (dataset, year) id, inputs from data.run where finished_at is not null order by dataset, year, id desc
    ) last where inputs <@ (select data.accepted_releases())::int[]);

-- One measure of one place, group of pupils and period. 'inside' has everything; 'outside' has been suppressed: no numerator, and of a hidden cell
-- nothing but that it is hidden (src/data/suppression/README.md).
create table data.measured (
  run_id int not null references data.run,
  audience text not null check (audience in ('inside', 'outside')),
  urn int check (urn between 100000 and 999999),
  -- 'trust/1234', 'partnership/a', 'la/373', and of one sector 'la/373/primary'.
  area text check (area <> ''),
  measure text not null check (measure <> ''),
  pupil_group text not null check (pupil_group <> ''),
  -- 'year' or a half-term, 'autumn-1' to 'summer-2'.
  period text not null check (period <> ''),
  year int not null check (year between 1990 and 2100),
  shown text not null check (shown <> ''),
  value numeric,
  numerator numeric,
  denominator numeric check (denominator >= 0),
  -- How many pupils are behind it.
  pupils int check (pupils > 0),
  low numeric,
  high numeric check (high >= low),
  band smallint check (band between 1 and 5),
  -- Inside: why it is hidden outside, if it is.
  reason text check (reason in ('small', 'complementary')),
  check ((urn is null) <> (area is null)),
  check (audience = 'inside' or (numerator is null and reason is null))
);
create index measured_urn on data.measured (urn, run_id) where urn is not null;
create index measured_area on data.measured (area, run_id) where area is not null;
create index measured_run on data.measured (run_id);
alter table data.measured enable row level security;
alter table data.measured force row level security;
-- Outside a school whoever holds any role here. Inside, its leaders and named data users, data analysts, and of a trust those who lead it.
create policy measured_read on data.measured for select to mesters_web, mesters_worker
  using ((select platform.sees('system')) or run_id = any ((select data.current_runs())::int[]) and (
    audience = 'outside' and (select coalesce(current_setting('app.sees', true), '') <> '')
    or audience = 'inside' and ((select platform.sees('pupil/*'))
      or urn is not null and platform.sees('leader/' || urn, 'pupil/' || urn)
      or area like 'trust/%' and platform.sees('trust-leader/' || substr(area, 7)))));
create policy measured_add on data.measured for insert to mesters_web, mesters_worker with check ((select platform.sees('system')));
create policy measured_remove on data.measured for delete to mesters_web, mesters_worker using ((select platform.sees('system')));
grant select, insert, delete on data.measured to mesters_web, mesters_worker;

-- What each pupil adds to the figures. Read by the school's named data users and by data analysts, nobody else.
create table data.pupil_result (
  run_id int not null references data.run,
  urn int not null check (urn between 100000 and 999999),
  upn text not null check (upn <> ''),
  period text not null check (period <> ''),
  -- Of each dimension the pupil's group: {"sex": "girls"}. One that is not known is not there.
  groups jsonb not null,
  -- By measure: true or false, a number, or [sum, what it is divided by]. A measure that the pupil is not behind is not there.
  results jsonb not null
);
create index pupil_result_school on data.pupil_result (urn, run_id);
create index pupil_result_run on data.pupil_result (run_id);
alter table data.pupil_result enable row level security;
alter table data.pupil_result force row level security;
create policy pupil_result_read on data.pupil_result for select to mesters_web, mesters_worker
  using ((select platform.sees('system'))
    or platform.sees('pupil/*', 'pupil/' || urn) and run_id = any ((select data.current_runs())::int[]));
create policy pupil_result_add on data.pupil_result for insert to mesters_web, mesters_worker with check ((select platform.sees('system')));
create policy pupil_result_remove on data.pupil_result for delete to mesters_web, mesters_worker using ((select platform.sees('system')));
grant select, insert, delete on data.pupil_result to mesters_web, mesters_worker;
