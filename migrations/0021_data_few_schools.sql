-- An area's own figure is shown outside where it tells of three schools or more. Inside, the reason why others do not see it says so.
alter table data.measured drop constraint measured_reason_check;
alter table data.measured add constraint measured_reason_check check (reason in ('small', 'complementary', 'few-schools'));

-- A school's governors read its figures, not names: in full, but for those of a few pupils. A clerk has the one level without the other.
create function data.governed_schools() returns int[]
  language sql stable parallel safe
  return (
    select coalesce(array_agg(substr(level, 10)::int), '{}')
    from unnest(string_to_array(current_setting('app.sees', true), ' ')) level
    where level ~ '^governor/[0-9]{6}$' and platform.sees('school/' || substr(level, 10)));

alter policy measured_read on data.measured
  using ((select platform.sees('system')) or run_id = any ((select data.current_runs())::int[]) and (
    audience = 'outside' and (select coalesce(current_setting('app.sees', true), '') <> '')
    or audience = 'inside' and ((select platform.sees('pupil/*'))
      or urn = any ((select data.inside_schools())::int[])
      or reason is distinct from 'small' and urn = any ((select data.governed_schools())::int[])
      or area like 'trust/%' and platform.sees('trust-leader/' || substr(area, 7)))));
