-- Versions of the terms on which pages of pupils are opened, brought in by the office after the one that comes with the program
-- (src/data/terms/terms.yaml). What somebody accepted must stay readable as it was: a version is never changed, and the last one holds.
create table data.terms (
  id int generated always as identity primary key,
  version text not null unique check (version <> ''),
  -- The version that it took the place of: of two people who bring one at once, the second is told.
  follows text not null unique check (follows <> version),
  title text not null check (title <> ''),
  lead text not null check (lead <> ''),
  -- [{"title": "What you promise", "points": ["Look up only what your work needs today."]}]
  sections jsonb not null check (jsonb_array_length(sections) > 0),
  brought_at timestamptz not null,
  brought_by uuid
);
alter table data.terms enable row level security;
alter table data.terms force row level security;
-- Whoever has signed in may be somebody who is asked to accept them.
create policy terms_read on data.terms for select to mesters_web, mesters_worker
  using (platform.person() is not null or platform.sees('system'));
create policy terms_bring on data.terms for insert to mesters_web, mesters_worker
  with check (platform.sees('audit/*') and brought_by is not distinct from platform.person());
-- Neither update nor delete is granted to anybody.
grant select, insert on data.terms to mesters_web, mesters_worker;
