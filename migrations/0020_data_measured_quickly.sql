-- Of a school's two sets of figures a reader is given the one that is theirs. To give both and keep the fuller of each took sorting every figure
-- of the school: half of the time of its pages. Everything that is told outside a school is told inside it too, so the set can be asked for.
create function data.inside_schools() returns int[]
  language sql stable parallel safe
  return (
    select coalesce(array_agg(substr(level, strpos(level, '/') + 1)::int), '{}')
    from unnest(string_to_array(current_setting('app.sees', true), ' ')) level where level ~ '^(leader|pupil)/[0-9]{6}$');

alter policy measured_read on data.measured
  using ((select platform.sees('system')) or run_id = any ((select data.current_runs())::int[]) and (
    audience = 'outside' and (select coalesce(current_setting('app.sees', true), '') <> '')
    or audience = 'inside' and ((select platform.sees('pupil/*'))
      or urn = any ((select data.inside_schools())::int[])
      or area like 'trust/%' and platform.sees('trust-leader/' || substr(area, 7)))));

drop index data.measured_school;
create index measured_school on data.measured (urn, audience, measure, pupil_group) where urn is not null;
-- A page sets everybody of an area beside a school; all groups of the area are for its own page.
drop index data.measured_area;
create index measured_area on data.measured (area, pupil_group, measure) where area is not null;
