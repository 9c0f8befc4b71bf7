-- A run that was made from an early release is not seen by whom early results of its dataset are hidden from. So that they keep what is validated,
-- a dataset and year of which some releases are early and some are not has a second run, of those that are validated alone, which stands in for the
-- whole one.
alter table data.run add column stands_for int references data.run;
create index run_stands_for on data.run (stands_for);

-- Of each dataset and year the last run of which the reader may see every release. A run whose releases may not be seen is itself not seen here, so the
-- second one counts as late as the one it stands in for: else an earlier whole one, whose figures are gone, would come before it.
create or replace function data.current_runs() returns int[]
  language sql stable parallel safe
  return (
    select coalesce(array_agg(id), '{}') from (
      select distinct on (dataset, year) id from data.run
      where finished_at is not null and inputs <@ (select data.accepted_releases())::int[]
      order by dataset, year, coalesce(stands_for, id) desc, stands_for nulls first
    ) last);
