-- A run makes besides the pack that everybody may open those that have figures worked out from pupils: of a place, with small groups hidden, and
-- in full for who leads a school. Each is found by whom its level lets see it, in this table as in the store.
alter table data.pack
  add column audience text not null default 'everybody' check (audience in ('everybody', 'governors', 'leaders')),
  add column level text not null generated always as (
    case audience
      when 'everybody' then 'public'
      when 'leaders' then 'leader/' || urn::text
      else coalesce('school/' || urn::text, 'partnership/' || partnership_id)
    end) stored,
  -- The runs of measures that its reader saw when it was made: while others hold it is given to nobody.
  add column runs int[] not null default '{}',
  drop constraint pack_run_id_urn_partnership_id_key,
  add unique nulls not distinct (run_id, urn, partnership_id, audience);
alter table data.pack alter column audience drop default, alter column runs drop default;
drop policy pack_work on data.pack;
create policy pack_work on data.pack to mesters_web, mesters_worker
  using (platform.sees('system')) with check (platform.sees('system'));
drop policy pack_read on data.pack;
create policy pack_read on data.pack for select to mesters_web, mesters_worker
  using (run_id = any ((select data.published_pack_runs())::int[]) and (level = 'public' or platform.sees(level)));
