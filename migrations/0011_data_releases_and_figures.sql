-- Published files as releases that never change, and the figures that each of them holds.
create schema data;
grant usage on schema data to mesters_web, mesters_worker;

-- One file that somebody brought. Its figures are written in small transactions while it is checked and seen by nobody else;
-- accepting is one short write (docs/decisions/0005-imports-are-accepted-at-once.md), and what was accepted is never changed.
create table data.release (
  id int generated always as identity primary key,
  -- 'ks2-2017-18-validated', with a number behind it from the second of that kind on. Given when it is accepted.
  name text unique check (name <> ''),
  dataset text not null check (dataset <> ''),
  -- The calendar year in which the academic year starts. Null until the file has been read.
  year int check (year between 1990 and 2100),
  stage text not null check (stage in ('initial', 'refined', 'confirmed', 'validated')),
  status text not null check (status in ('checking', 'ready', 'accepted', 'discarded', 'failed')),
  -- Which of the dataset's shapes the headings have.
  shape text,
  file_name text not null check (file_name <> ''),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Only rows of this authority and of areas were asked for.
  la int check (la between 201 and 999),
  -- The uploaded file, until it is decided; and the rows as published, every column of them.
  upload uuid references platform.file on delete set null,
  kept uuid references platform.file,
  counts jsonb not null default '{}',
  -- For each measure, group and year the headings that it was read from; and the headings that no measure uses.
  columns jsonb not null default '[]',
  unknown_columns text[] not null default '{}',
  -- Of every figure in its order: the same figures give the same.
  digest text check (digest ~ '^[0-9a-f]{64}$'),
  problem text,
  made_at timestamptz not null,
  made_by uuid,
  accepted_at timestamptz,
  accepted_by uuid,
  check ((status = 'accepted') = (accepted_at is not null)),
  check ((status = 'accepted') = (name is not null)),
  check (status <> 'accepted' or (year is not null and digest is not null and kept is not null))
);
create index release_upload on data.release (upload);
create index release_kept on data.release (kept);
create index release_made_at on data.release (made_at desc);
create index release_accepted on data.release (dataset, year) where status = 'accepted';
alter table data.release enable row level security;
alter table data.release force row level security;
create policy release_work on data.release to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system')) with check (platform.sees('imports/*', 'system'));
-- Everybody may know where a figure comes from.
create policy release_read on data.release for select to mesters_web, mesters_worker using (status = 'accepted');
grant select, insert, update on data.release to mesters_web, mesters_worker;

create function data.accepted_releases() returns int[]
  language sql stable parallel safe
  return (select coalesce(array_agg(id), '{}') from data.release where status = 'accepted');

-- A value, or with "column" null a whole row, that was not taken, and why.
create table data.reject (
  release_id int not null references data.release,
  line int not null,
  "column" int,
  heading text,
  value text,
  reason text not null
);
create index reject_release on data.reject (release_id, line);
alter table data.reject enable row level security;
alter table data.reject force row level security;
create policy reject_work on data.reject to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system')) with check (platform.sees('imports/*', 'system'));
grant select, insert, delete on data.reject to mesters_web, mesters_worker;

-- A published fact: one measure of one place, one group of pupils and one year. The place is an establishment, known here or not, or an area.
create table data.figure (
  -- Of a release that is being checked: `keep_figures` looks once a statement, where a foreign key would look once a row.
  release_id int not null,
  -- Of the file, the headings being on line 1.
  line int not null check (line > 0),
  urn int check (urn between 100000 and 999999),
  -- 'england', 'la/373', and of one kind of establishment 'england/special'.
  area text check (area <> ''),
  measure text not null check (measure <> ''),
  pupil_group text not null check (pupil_group <> ''),
  year int not null check (year between 1990 and 2100),
  -- As published: a figure, or the publisher's mark for why there is none.
  shown text not null check (shown <> ''),
  value numeric,
  numerator numeric check (numerator >= 0),
  denominator numeric check (denominator >= 0),
  low numeric,
  high numeric check (high >= low),
  -- The publisher's five bands: 1 well above average to 5 well below.
  band smallint check (band between 1 and 5),
  check ((urn is null) <> (area is null)),
  unique nulls not distinct (urn, area, measure, pupil_group, year, release_id)
);
create index figure_release on data.figure (release_id);
alter table data.figure enable row level security;
alter table data.figure force row level security;
create policy figure_read on data.figure for select to mesters_web, mesters_worker
  using (release_id = any ((select data.accepted_releases())::int[]) or (select platform.sees('system')));
create policy figure_add on data.figure for insert to mesters_web, mesters_worker with check ((select platform.sees('system')));
create policy figure_remove on data.figure for delete to mesters_web, mesters_worker using ((select platform.sees('system')));
grant select, insert, delete on data.figure to mesters_web, mesters_worker;

-- A release that was accepted stays as it was: the row, and its figures.
create function data.keep_release() returns trigger
  language plpgsql as $$
begin
  if old.status = 'accepted' then
    raise exception 'a release that was accepted is never changed' using errcode = '23514', constraint = 'release_accepted';
  end if;
  return new;
end $$;
create trigger keep_release before update on data.release for each row execute function data.keep_release();

create function data.keep_figures() returns trigger
  language plpgsql as $$
begin
  if exists (
    select from (select distinct release_id from changed) c left join data.release r on r.id = c.release_id
    where r.status is distinct from 'checking' and (r.status is null or r.status = 'accepted' or tg_op = 'INSERT')
  ) then
    raise exception 'figures belong to a release that is being checked, and are never changed once it was accepted' using errcode = '23514', constraint = 'figure_kept';
  end if;
  return null;
end $$;
create trigger keep_added after insert on data.figure referencing new table as changed for each statement execute function data.keep_figures();
create trigger keep_removed after delete on data.figure referencing old table as changed for each statement execute function data.keep_figures();

-- What holds of each figure: the most final stage, then the file that is about that very year, then the one accepted last. What it replaces stays.
create view data.current_figure with (security_invoker) as
  select distinct on (f.urn, f.area, f.measure, f.pupil_group, f.year)
    f.release_id, f.line, f.urn, f.area, f.measure, f.pupil_group, f.year, f.shown, f.value, f.numerator, f.denominator, f.low, f.high, f.band
  from data.figure f join data.release r on r.id = f.release_id
  -- The program itself also sees what is being checked, and that says nothing yet.
  where r.status = 'accepted'
  order by f.urn, f.area, f.measure, f.pupil_group, f.year,
    array_position(array['validated', 'confirmed', 'refined', 'initial'], r.stage), r.year = f.year desc, r.accepted_at desc, r.id desc;
grant select on data.current_figure to mesters_web, mesters_worker;
