-- Who sees results that are not yet validated, dataset by dataset. A dataset that is not here is held back from nobody: its figures are seen
-- by whom their own level allows. Taken away, a setting holds nothing back; what it was stands in the audit.
create table data.early_results (
  dataset text primary key check (dataset <> ''),
  -- analysts: data analysts and administrators alone. staff: the company's own people besides. schools: besides, whoever belongs to a school, a
  -- trust or a partnership. Never visitors.
  seen_by text not null check (seen_by in ('analysts', 'staff', 'schools')),
  set_at timestamptz not null,
  set_by uuid
);
alter table data.early_results enable row level security;
alter table data.early_results force row level security;
-- The rule below is asked in everybody's name.
create policy early_results_read on data.early_results for select to mesters_web, mesters_worker using (true);
create policy early_results_add on data.early_results for insert to mesters_web, mesters_worker with check (platform.sees('imports/*', 'system'));
create policy early_results_change on data.early_results for update to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system')) with check (platform.sees('imports/*', 'system'));
create policy early_results_remove on data.early_results for delete to mesters_web, mesters_worker using (platform.sees('imports/*', 'system'));
grant select, insert, update, delete on data.early_results to mesters_web, mesters_worker;

-- The datasets whose early results the reader does not see.
create function data.held_back() returns text[]
  language sql stable parallel safe
  return (
    select coalesce(array_agg(dataset), '{}') from data.early_results
    where not (
      platform.sees('imports/*', 'system')
      or seen_by <> 'analysts' and platform.sees('staff', 'partner')
      or seen_by = 'schools' and coalesce(current_setting('app.sees', true), '') ~ '(^| )(member|trust|partnership)/'
    )
  );

-- Whatever else lets somebody see a release, this holds besides. `data.accepted_releases()` asks under it, and with it every figure, every run and
-- every view: pages, files, JSON and what is kept of them.
create policy release_early on data.release as restrictive for select to mesters_web, mesters_worker
  using (stage = 'validated' or not dataset = any ((select data.held_back())::text[]));
