-- The packs of every school and partnership: made one by one by a job that may be killed and goes on, and shown all at once or not at all.
create table data.pack_run (
  id int generated always as identity primary key,
  status text not null check (status in ('making', 'published', 'stopped')),
  -- Every pack of it is of these releases: those that everybody may see, in their order.
  releases int[] not null,
  -- The day that stands on the paper.
  printed date not null,
  made_at timestamptz not null,
  made_by uuid,
  published_at timestamptz,
  -- How many packs there were.
  packs int check (packs >= 0),
  check ((status = 'published') = (published_at is not null)),
  check ((status = 'published') = (packs is not null))
);
-- One at a time: a second would set the same packs.
create unique index pack_run_making on data.pack_run (status) where status = 'making';
create index pack_run_published on data.pack_run (published_at desc) where status = 'published';
alter table data.pack_run enable row level security;
alter table data.pack_run force row level security;
create policy pack_run_work on data.pack_run to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system')) with check (platform.sees('imports/*', 'system'));
-- When the packs were made, and of which releases, everybody may know.
create policy pack_run_read on data.pack_run for select to mesters_web, mesters_worker using (status = 'published');
grant select, insert, update on data.pack_run to mesters_web, mesters_worker;

create function data.published_pack_runs() returns int[]
  language sql stable parallel safe
  return (select coalesce(array_agg(id), '{}') from data.pack_run where status = 'published');

-- One pack: its paper and its spreadsheet. Those of a later run replace it; the files go then, and with them this row.
create table data.pack (
  run_id int not null references data.pack_run,
  urn int check (urn between 100000 and 999999),
  partnership_id text check (partnership_id <> ''),
  pdf uuid not null references platform.file,
  sheet uuid not null references platform.file,
  check ((urn is null) <> (partnership_id is null)),
  unique nulls not distinct (run_id, urn, partnership_id)
);
create index pack_pdf on data.pack (pdf);
create index pack_sheet on data.pack (sheet);
alter table data.pack enable row level security;
alter table data.pack force row level security;
create policy pack_work on data.pack to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system')) with check (platform.sees('imports/*', 'system'));
create policy pack_read on data.pack for select to mesters_web, mesters_worker
  using (run_id = any ((select data.published_pack_runs())::int[]));
grant select, insert, delete on data.pack to mesters_web, mesters_worker;
