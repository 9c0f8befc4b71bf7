-- The standing of a transaction (who, what they may see, what day it is) and the record of what was done.
create schema platform;
grant usage on schema platform to mesters_web, mesters_worker;

-- True when the transaction's actor holds one of these levels. No actor, no level, no row.
create function platform.sees(variadic levels text[]) returns boolean
  language sql stable parallel safe
  return coalesce(string_to_array(nullif(current_setting('app.sees', true), ''), ' ') && levels, false);

create function platform.person() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.person', true), '')::uuid;

-- Today and now are facts of the installation: the transaction says them, never the server's clock.
create function platform.today() returns date
  language sql stable parallel safe
  return current_setting('app.today')::date;

create function platform.now() returns timestamptz
  language sql stable parallel safe
  return current_setting('app.now')::timestamptz;

create table platform.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  person_id uuid,
  person_name text not null,
  action text not null check (action ~ '^[a-z]+(\.[a-z-]+)+$'),
  -- Changes are kept apart from views and exports, which a school may ask about.
  kind text not null check (kind in ('change', 'view', 'export', 'sign-in')),
  -- Whose it is about: 'school/100001', 'person/…', or 'installation'.
  scope text not null,
  about text not null,
  before jsonb,
  after jsonb
);
create index audit_at on platform.audit (at desc, id desc);
create index audit_scope on platform.audit (scope, at desc);
create index audit_person on platform.audit (person_id, at desc);

alter table platform.audit enable row level security;
alter table platform.audit force row level security;
create policy audit_add on platform.audit for insert to mesters_web, mesters_worker
  with check (person_id is not distinct from platform.person() or platform.sees('system', 'sign-in'));
create policy audit_read on platform.audit for select to mesters_web, mesters_worker
  using (platform.sees('audit/*', 'system') or (kind in ('view', 'export') and platform.sees('audit/' || scope)));
grant select, insert on platform.audit to mesters_web, mesters_worker;

-- What this copy of Mesters is: exactly one row.
create table platform.installation (
  one boolean primary key default true check (one),
  kind text not null check (kind in ('new', 'own', 'demonstration')),
  name text not null,
  held_today date,
  check (held_today is null or kind = 'demonstration')
);
insert into platform.installation (kind, name) values ('new', '');
alter table platform.installation enable row level security;
alter table platform.installation force row level security;
create policy installation_read on platform.installation for select to mesters_web, mesters_worker using (true);
create policy installation_change on platform.installation for update to mesters_web, mesters_worker using (platform.sees('installation/*', 'system'));
grant select, update on platform.installation to mesters_web, mesters_worker;
