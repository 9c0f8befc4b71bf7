-- What the directory says of every school once an import counts, asked when the import has been checked: every process that serves pages finds
-- it here, whoever accepts the import. `stamp` is the state in which the answers hold (`directory/remembered.ts`).
create table schools.foreseen (
  import_id int primary key references schools.import on delete cascade,
  stamp text not null check (stamp <> ''),
  answers jsonb not null
);
alter table schools.foreseen enable row level security;
alter table schools.foreseen force row level security;
-- Facts of a file that nobody has accepted are in it: it is found by the stamp that the state after acceptance has.
create policy foreseen_read on schools.foreseen for select to mesters_web, mesters_worker
  using (import_id = any ((select schools.accepted_imports())::int[]) or (select platform.sees('system')));
create policy foreseen_write on schools.foreseen to mesters_worker
  using (platform.sees('system')) with check (platform.sees('system'));
grant select on schools.foreseen to mesters_web;
grant select, insert, delete on schools.foreseen to mesters_worker;
