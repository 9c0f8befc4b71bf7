-- Files of pupils as releases, the schools that each is about, the pupils themselves, and official tables that somebody supplied.

-- 'public': published figures. 'pupil': a row a pupil, whose content nobody reads but data analysts and the program itself.
alter table data.release add column level text not null default 'public' check (level in ('public', 'pupil'));
alter table data.release alter column level drop default;

drop policy release_work on data.release;
create policy release_work on data.release to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system'))
  with check (platform.sees('system') or platform.sees('imports/*') and (level = 'public' or platform.sees('pupil/*')));
drop policy release_read on data.release;
-- Everybody may know where a published figure comes from; which files of pupils there are concerns those who are here.
create policy release_read on data.release for select to mesters_web, mesters_worker
  using (status = 'accepted' and (level = 'public' or platform.person() is not null));

-- What was rejected of a file of pupils is as personal as the file.
drop policy reject_work on data.reject;
create policy reject_work on data.reject to mesters_web, mesters_worker
  using (platform.sees('system') or platform.sees('imports/*')
    and (platform.sees('pupil/*') or exists (select from data.release r where r.id = release_id and r.level = 'public')))
  with check (platform.sees('system'));

-- The schools that a release of pupils is about. One file may hold a city or one school.
create table data.release_school (
  release_id int not null references data.release,
  urn int not null references schools.school,
  rows int not null check (rows > 0),
  primary key (release_id, urn)
);
create index release_school_urn on data.release_school (urn);
alter table data.release_school enable row level security;
alter table data.release_school force row level security;
create policy release_school_read on data.release_school for select to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system') or platform.person() is not null and release_id = any ((select data.accepted_releases())::int[]));
create policy release_school_add on data.release_school for insert to mesters_web, mesters_worker with check ((select platform.sees('system')));
create policy release_school_remove on data.release_school for delete to mesters_web, mesters_worker using ((select platform.sees('system')));
grant select, insert, delete on data.release_school to mesters_web, mesters_worker;

-- A pupil as a census release has them: the names behind the figures. Nobody of another school reads them, leaders neither.
create table data.pupil (
  -- Of a release that is being checked: `keep_pupils` looks once a statement, where a foreign key would look once a row.
  release_id int not null,
  urn int not null,
  upn text not null check (upn ~ '^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$'),
  surname text not null,
  forename text not null,
  born date not null,
  sex text not null check (sex in ('F', 'M', 'U')),
  year_group text not null,
  primary key (release_id, urn, upn)
);
create index pupil_school on data.pupil (urn, release_id);
alter table data.pupil enable row level security;
alter table data.pupil force row level security;
create policy pupil_read on data.pupil for select to mesters_web, mesters_worker
  using ((select platform.sees('system'))
    or platform.sees('pupil/*', 'pupil/' || urn) and release_id = any ((select data.accepted_releases())::int[]));
create policy pupil_add on data.pupil for insert to mesters_web, mesters_worker with check ((select platform.sees('system')));
create policy pupil_remove on data.pupil for delete to mesters_web, mesters_worker using ((select platform.sees('system')));
grant select, insert, delete on data.pupil to mesters_web, mesters_worker;

-- What belongs to a release is written while it is checked, and stays as it was once it is accepted.
create function data.keep_pupils() returns trigger
  language plpgsql as $$
begin
  if exists (
    select from (select distinct release_id from changed) c left join data.release r on r.id = c.release_id
    where r.status is distinct from 'checking' and (r.status is null or r.status = 'accepted' or tg_op = 'INSERT')
  ) then
    raise exception 'pupils belong to a release that is being checked, and are never changed once it was accepted' using errcode = '23514', constraint = 'pupil_kept';
  end if;
  return null;
end $$;
create trigger keep_added after insert on data.pupil referencing new table as changed for each statement execute function data.keep_pupils();
create trigger keep_removed after delete on data.pupil referencing old table as changed for each statement execute function data.keep_pupils();
create trigger keep_added after insert on data.release_school referencing new table as changed for each statement execute function data.keep_pupils();
create trigger keep_removed after delete on data.release_school referencing old table as changed for each statement execute function data.keep_pupils();

-- Which release of pupils holds for a dataset, a year and a school: the most final stage, then the one accepted last.
create view data.current_release_school with (security_invoker) as
  select distinct on (r.dataset, r.year, s.urn) r.dataset, r.year, s.urn, s.release_id, s.rows, r.stage, r.name, r.kept, r.accepted_at
  from data.release_school s join data.release r on r.id = s.release_id
  where r.id = any ((select data.accepted_releases())::int[])
  order by r.dataset, r.year, s.urn,
    array_position(array['validated', 'confirmed', 'refined', 'initial'], r.stage), r.accepted_at desc, r.id desc;
grant select on data.current_release_school to mesters_web, mesters_worker;

-- An official table that is not shipped, as somebody supplied it: a new version replaces in view, never in history.
create table data.supplied_table (
  id int generated always as identity primary key,
  name text not null check (name <> ''),
  -- The calendar year in which the academic year starts.
  year int not null check (year between 1990 and 2100),
  file_name text not null check (file_name <> ''),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- As it was supplied. Official tables are public.
  content text not null check (content <> ''),
  rows int not null check (rows > 0),
  supplied_at timestamptz not null,
  supplied_by uuid
);
create index supplied_table_of on data.supplied_table (name, year, id desc);
alter table data.supplied_table enable row level security;
alter table data.supplied_table force row level security;
create policy supplied_table_read on data.supplied_table for select to mesters_web, mesters_worker using (true);
create policy supplied_table_add on data.supplied_table for insert to mesters_web, mesters_worker
  with check (platform.sees('imports/*', 'system'));
grant select, insert on data.supplied_table to mesters_web, mesters_worker;
