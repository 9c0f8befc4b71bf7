-- Schools and what is known of them, with dates and sources; trusts, partnerships; people and their roles.
create schema schools;
grant usage on schema schools to mesters_web, mesters_worker;

-- One file that somebody brought. Its rows are written in small transactions while it is checked and seen by nobody else;
-- accepting is one short transaction, however many rows there are (docs/decisions/0005-imports-are-accepted-at-once.md).
create table schools.import (
  id int generated always as identity primary key,
  kind text not null,
  file_name text not null,
  sha256 text not null,
  -- The day on which the file's facts held.
  as_at date not null,
  as_at_source text not null,
  la int,
  status text not null check (status in ('checking', 'ready', 'accepted', 'discarded', 'failed')),
  counts jsonb not null default '{}',
  problem text,
  -- The newest accepted import when this one was compared: if another is accepted first, this one is compared again.
  base_import_id int references schools.import,
  made_at timestamptz not null,
  made_by uuid,
  accepted_at timestamptz,
  check ((status = 'accepted') = (accepted_at is not null))
);
create index import_base on schools.import (base_import_id);
create index import_made_at on schools.import (made_at desc);
create index import_accepted on schools.import (id) where status = 'accepted';
alter table schools.import enable row level security;
alter table schools.import force row level security;
create policy import_work on schools.import to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system')) with check (platform.sees('imports/*', 'system'));
-- Everybody may know that a fact's source was accepted, and which file it was.
create policy import_read on schools.import for select to mesters_web, mesters_worker using (status = 'accepted');
grant select, insert, update, delete on schools.import to mesters_web, mesters_worker;

create table schools.import_reject (
  import_id int not null references schools.import on delete cascade,
  line int not null,
  "column" int,
  heading text,
  value text,
  reason text not null
);
create index import_reject_import on schools.import_reject (import_id, line);
alter table schools.import_reject enable row level security;
alter table schools.import_reject force row level security;
create policy import_reject_work on schools.import_reject to mesters_web, mesters_worker
  using (platform.sees('imports/*', 'system')) with check (platform.sees('imports/*', 'system'));
grant select, insert, delete on schools.import_reject to mesters_web, mesters_worker;

-- An establishment. Everything else about it is a dated fact.
create table schools.school (
  urn int primary key check (urn between 100000 and 999999)
);

-- What a school was from a day on, as one source said it: the newest accepted one on or before a day holds on that day.
create table schools.school_version (
  id bigint generated always as identity primary key,
  urn int not null references schools.school,
  import_id int references schools.import on delete cascade,
  as_at date not null,
  -- A row made from a census alone, whose name a later import fills: it gives way to any other.
  placeholder boolean not null default false,
  -- 'earlier': a state from before the first that was known. 'converted': ended because another school took over, as that school's arrival shows.
  change text not null check (change in ('new', 'changed', 'closed', 'converted', 'earlier')),
  changed text[] not null default '{}',
  name text not null check (name <> ''),
  la int check (la between 201 and 999),
  establishment_number int check (establishment_number between 1 and 9999),
  ukprn text check (ukprn ~ '^1[0-9]{7}$'),
  type_name text,
  sector text not null,
  status text not null,
  -- True where the city's publicly funded schools are meant: independent schools are listed but are no members.
  publicly_funded boolean not null,
  -- As published; the dates say more: see schools.current_school.
  open boolean not null,
  opened date,
  closed date,
  low_age int,
  high_age int,
  gender text,
  religious_character text,
  street text,
  locality text,
  town text,
  postcode text,
  website text,
  telephone text,
  easting int,
  northing int,
  ward text,
  capacity int,
  unique (urn, import_id)
);
create index school_version_import on schools.school_version (import_id);
-- A successor often keeps the number, or the name and the place.
create index school_version_number on schools.school_version (la, establishment_number);
create index school_version_postcode on schools.school_version (postcode);

create table schools.pupil_number (
  urn int not null references schools.school,
  census_date date not null,
  import_id int references schools.import on delete cascade,
  -- 'census' is the official school census file; 'establishments' a figure that came along with a list of schools; 'office' set by hand with a reason.
  source text not null check (source in ('census', 'establishments', 'office')),
  -- Everybody on roll, and the part that is of school age where somebody has counted it.
  on_roll int not null check (on_roll >= 0),
  school_aged int check (school_aged >= 0 and school_aged <= on_roll),
  boys int check (boys >= 0),
  girls int check (girls >= 0),
  free_meals_ever int check (free_meals_ever >= 0),
  extra_language int check (extra_language >= 0),
  sen_plan int check (sen_plan >= 0),
  sen_support int check (sen_support >= 0),
  -- The kind of school as the census names it, and whether that kind is counted among the city's schools.
  census_type text,
  counted boolean not null,
  reason text,
  unique nulls not distinct (urn, census_date, source, import_id)
);
create index pupil_number_import on schools.pupil_number (import_id);

create table schools.inspection (
  urn int not null references schools.school,
  inspected date not null,
  import_id int references schools.import on delete cascade,
  outcome text not null,
  -- 1 to 4 as published; null where the outcome is none of the four.
  grade int check (grade between 1 and 4),
  published date,
  unique (urn, inspected, import_id)
);
create index inspection_import on schools.inspection (import_id);

-- A multi-academy trust, or a federation, which is modelled the same way.
create table schools.trust (
  uid int primary key
);
create table schools.trust_version (
  uid int not null references schools.trust,
  import_id int references schools.import on delete cascade,
  as_at date not null,
  name text not null check (name <> ''),
  kind text not null,
  -- Whether schools are run by it: a sponsor is known, but is no trust.
  runs_schools boolean not null,
  companies_house text,
  open boolean not null,
  closed date,
  unique (uid, import_id)
);
create index trust_version_import on schools.trust_version (import_id);
create index trust_version_uid on schools.trust_version (uid, as_at desc);

-- A school in a trust, as seen in a file: it holds from `joined` until a later file no longer lists it (`present` false).
create table schools.trust_membership (
  urn int not null references schools.school,
  uid int not null references schools.trust,
  import_id int references schools.import on delete cascade,
  as_at date not null,
  joined date,
  present boolean not null,
  unique (urn, uid, import_id)
);
create index trust_membership_uid on schools.trust_membership (uid);
create index trust_membership_import on schools.trust_membership (import_id);

-- A group of schools that works together.
create table schools.partnership (
  id text primary key check (id ~ '^[a-z0-9-]+$'),
  name text not null check (name <> ''),
  -- Drawn on the map, where it has one.
  letter text check (length(letter) between 1 and 3),
  kind text not null check (kind in ('locality', 'sector', 'board', 'network', 'group')),
  place int not null default 0,
  -- A file that names it: unseen until that is accepted.
  import_id int references schools.import
);
create index partnership_import on schools.partnership (import_id);

-- What a partnership is called from a day on, as a file said it: the newest accepted one on or before a day holds on that day.
create table schools.partnership_version (
  partnership_id text not null references schools.partnership,
  import_id int references schools.import on delete cascade,
  as_at date not null,
  name text not null check (name <> ''),
  letter text check (length(letter) between 1 and 3),
  kind text not null check (kind in ('locality', 'sector', 'board', 'network', 'group')),
  unique (partnership_id, import_id)
);
create index partnership_version_import on schools.partnership_version (import_id);

create table schools.partnership_membership (
  id bigint generated always as identity primary key,
  urn int not null references schools.school,
  partnership_id text not null references schools.partnership,
  import_id int references schools.import on delete cascade,
  -- From when; until when is said by a later row with `present` false, so that accepting a file stays one short write.
  as_at date not null,
  present boolean not null
);
create index partnership_membership_urn on schools.partnership_membership (urn, import_id);
create index partnership_membership_partnership on schools.partnership_membership (partnership_id);
create index partnership_membership_import on schools.partnership_membership (import_id);

-- What became of a school: history follows from the predecessor to the successor.
create table schools.succession (
  predecessor int not null references schools.school,
  successor int not null references schools.school,
  import_id int references schools.import on delete cascade,
  kind text not null check (kind in ('conversion', 'merger', 'other')),
  happened date,
  evidence text not null,
  check (predecessor <> successor),
  unique (predecessor, successor, import_id)
);
create index succession_successor on schools.succession (successor);
create index succession_import on schools.succession (import_id);

-- Somebody who has, had or will have a role. An address is kept once, in small letters: text, because an index on citext is of no use
-- under row-level security (its comparison is not leakproof), and every request looks somebody up by address.
create table schools.person (
  id uuid primary key,
  name text not null check (name <> ''),
  email text not null unique check (email = lower(email) and email ~ '^[^@\s]+@[^@\s]+$'),
  invited_at timestamptz not null,
  terms_accepted_at timestamptz
);

create table schools.role_held (
  id uuid primary key,
  person_id uuid not null references schools.person,
  role text not null,
  scope_kind text not null check (scope_kind in ('installation', 'school', 'trust', 'partnership')),
  scope_id text not null,
  -- Until the day before `ends`: a leaver's last day is the day before.
  starts date not null,
  ends date,
  given_by uuid,
  check (ends is null or ends >= starts),
  exclude using gist (person_id with =, role with =, scope_kind with =, scope_id with =, daterange(starts, ends) with &&)
);
create index role_held_person on schools.role_held (person_id);
create index role_held_scope on schools.role_held (scope_kind, scope_id);

-- Imports whose facts count. Asked once a statement.
create function schools.accepted_imports() returns int[]
  language sql stable parallel safe
  return (select coalesce(array_agg(id), '{}') from schools.import where status = 'accepted');

-- Facts of schools are public; they are written by the office and the program. A fact of an import that is not accepted is seen by neither.
-- What is the same for every row of a statement stands in a `select` of its own and is asked once: a national list has tens of thousands of rows.
do $$
declare t text;
begin
  foreach t in array array['school', 'trust', 'partnership'] loop
    execute format('alter table schools.%I enable row level security', t);
    execute format('alter table schools.%I force row level security', t);
    if t <> 'partnership' then
      execute format('create policy %I on schools.%I for select to mesters_web, mesters_worker using (true)', t || '_read', t);
    end if;
    execute format('create policy %I on schools.%I to mesters_web, mesters_worker using (platform.sees(''imports/*'', ''system'')) with check (platform.sees(''imports/*'', ''system''))', t || '_write', t);
    execute format('grant select, insert, update, delete on schools.%I to mesters_web, mesters_worker', t);
  end loop;
  foreach t in array array['school_version', 'pupil_number', 'inspection', 'trust_version', 'trust_membership', 'partnership_version', 'partnership_membership', 'succession'] loop
    execute format('alter table schools.%I enable row level security', t);
    execute format('alter table schools.%I force row level security', t);
    execute format('create policy %I on schools.%I for select to mesters_web, mesters_worker using (import_id is null or import_id = any ((select schools.accepted_imports())::int[]) or (select platform.sees(''system'')))', t || '_read', t);
    execute format('create policy %I on schools.%I for insert to mesters_web, mesters_worker with check (platform.sees(''imports/*'', ''system''))', t || '_write', t);
    execute format('create policy %I on schools.%I for delete to mesters_web, mesters_worker using (platform.sees(''system''))', t || '_discard', t);
    execute format('grant select, insert, delete on schools.%I to mesters_web, mesters_worker', t);
  end loop;
end $$;

-- Written out because what names a partnership is the office as well as a file; of two files that name it one may be accepted without the other.
create policy partnership_read on schools.partnership for select to mesters_web, mesters_worker
  using (import_id is null or import_id = any ((select schools.accepted_imports())::int[]) or (select platform.sees('system'))
    or exists (select from schools.partnership_version v where v.partnership_id = partnership.id));

-- A head counts the pupils of school age, or the office does it with them: the one fact of a school that they may write, and correct.
create policy pupil_number_own on schools.pupil_number for insert to mesters_web
  with check (source = 'office' and import_id is null and platform.sees('staff', 'people/school/' || urn));
create policy pupil_number_correct on schools.pupil_number for update to mesters_web
  using (source = 'office' and import_id is null and platform.sees('staff', 'imports/*', 'people/school/' || urn));
grant update (school_aged, reason) on schools.pupil_number to mesters_web;

alter table schools.person enable row level security;
alter table schools.person force row level security;
alter table schools.role_held enable row level security;
alter table schools.role_held force row level security;
-- Who holds a role is seen by those who see that scope, by the office, by the person, and by the sign-in path.
create policy role_read on schools.role_held for select to mesters_web, mesters_worker
  using (platform.sees('people/*', 'system', 'sign-in', 'staff') or person_id = platform.person() or platform.sees('people/' || scope_kind || '/' || scope_id, scope_kind || '/' || scope_id, scope_kind || '/*'));
create policy role_write on schools.role_held to mesters_web, mesters_worker
  using (platform.sees('people/*', 'system', 'people/' || scope_kind || '/' || scope_id))
  with check (platform.sees('people/*', 'system', 'people/' || scope_kind || '/' || scope_id));
create policy person_read on schools.person for select to mesters_web, mesters_worker
  using (platform.sees('people/*', 'system', 'sign-in', 'staff') or id = platform.person() or exists (select from schools.role_held r where r.person_id = person.id));
-- Adding goes through schools.person_for, which runs as the owner of the table.
create policy person_for on schools.person to mesters_owner
  using (platform.sees('people/*', 'people', 'system')) with check (platform.sees('people/*', 'people', 'system'));
create policy person_change on schools.person for update to mesters_web, mesters_worker
  using (platform.sees('people/*', 'system') or id = platform.person());
grant select, update (name, terms_accepted_at) on schools.person to mesters_web, mesters_worker;
grant select, insert, update on schools.role_held to mesters_web, mesters_worker;

-- The person behind an address, made when new, for somebody who invites: they may not see a person who so far belongs to another school, but must
-- not make them twice. Whoever may add people at all is answered with the identifier and nothing else. Two at once agree on one row.
create function schools.person_for(wanted_name text, address text, at timestamptz) returns uuid
  language plpgsql security definer set search_path = schools, public as $$
declare found uuid;
begin
  insert into schools.person (id, name, email, invited_at) values (gen_random_uuid(), wanted_name, lower(address), at)
    on conflict (email) do update set email = schools.person.email
    returning id into found;
  return found;
end $$;

-- The fact that holds today of each school: accepted, newest on or before the installation's today, a placeholder only when there is nothing else.
create view schools.current_school with (security_invoker) as
  select distinct on (v.urn)
    v.id, v.urn, v.import_id, v.as_at, v.placeholder, v.change, v.changed, v.name, v.la, v.establishment_number, v.ukprn, v.type_name, v.sector, v.status, v.publicly_funded,
    -- A school that closes next month is open today, and one that opens next month is not yet, whatever the file calls them.
    (case when v.closed is null then v.open else v.closed >= (select platform.today()) end and coalesce(v.opened <= (select platform.today()), true)) as open,
    v.opened, v.closed, v.low_age, v.high_age, v.gender, v.religious_character, v.street, v.locality, v.town, v.postcode, v.website, v.telephone, v.easting, v.northing, v.ward, v.capacity
  from schools.school_version v
  where v.as_at <= (select platform.today()) and (v.import_id is null or v.import_id = any ((select schools.accepted_imports())::int[]))
  order by v.urn, v.placeholder, v.as_at desc, v.id desc;

create view schools.current_trust with (security_invoker) as
  select distinct on (v.uid) v.*
  from schools.trust_version v
  where v.as_at <= (select platform.today()) and (v.import_id is null or v.import_id = any ((select schools.accepted_imports())::int[]))
  order by v.uid, v.as_at desc, v.import_id desc nulls last;

create view schools.current_trust_membership with (security_invoker) as
  select * from (
    select distinct on (m.urn, m.uid) m.*
    from schools.trust_membership m
    where m.as_at <= (select platform.today()) and (m.import_id is null or m.import_id = any ((select schools.accepted_imports())::int[]))
    order by m.urn, m.uid, m.as_at desc, m.import_id desc nulls last
  ) newest where present;

create view schools.current_partnership with (security_invoker) as
  select p.id, coalesce(v.name, p.name) as name, case when v.partnership_id is null then p.letter else v.letter end as letter, coalesce(v.kind, p.kind) as kind,
    -- Those with a letter stand in the order of their letters.
    case when v.letter is null then p.place else ascii(upper(v.letter)) end as place, p.import_id
  from schools.partnership p
  left join lateral (
    select n.* from schools.partnership_version n
    where n.partnership_id = p.id and n.as_at <= (select platform.today()) and (n.import_id is null or n.import_id = any ((select schools.accepted_imports())::int[]))
    order by n.as_at desc, n.import_id desc nulls last limit 1
  ) v on true
  where v.partnership_id is not null or p.import_id is null or p.import_id = any ((select schools.accepted_imports())::int[]);

create view schools.current_partnership_membership with (security_invoker) as
  select * from (
    select distinct on (m.urn, m.partnership_id) m.*
    from schools.partnership_membership m
    where m.as_at <= (select platform.today()) and (m.import_id is null or m.import_id = any ((select schools.accepted_imports())::int[]))
    order by m.urn, m.partnership_id, m.as_at desc, m.id desc
  ) newest where present;

-- One figure a school and census day: counted by hand before the census before a list of schools.
create view schools.current_pupil_number with (security_invoker) as
  select distinct on (p.urn, p.census_date) p.*
  from schools.pupil_number p
  where p.census_date <= (select platform.today()) and (p.import_id is null or p.import_id = any ((select schools.accepted_imports())::int[]))
  order by p.urn, p.census_date desc, array_position(array['office', 'census', 'establishments'], p.source), p.import_id desc nulls last;

grant select on schools.current_school, schools.current_trust, schools.current_trust_membership, schools.current_partnership, schools.current_partnership_membership, schools.current_pupil_number
  to mesters_web, mesters_worker;
