-- The schema that the migrations make, read back from the catalogue. `npm run -s schema` writes it; a check compares it on both databases.

create extension btree_gist;
create extension pg_trgm;

create schema offer;
grant usage on schema offer to mesters_web;
grant usage on schema offer to mesters_worker;

create schema platform;
grant usage on schema platform to mesters_web;
grant usage on schema platform to mesters_worker;

create schema public;
grant usage on schema public to public;

create schema schools;
grant usage on schema schools to mesters_web;
grant usage on schema schools to mesters_worker;

CREATE OR REPLACE FUNCTION platform.enqueue(jobs jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  insert into platform.job_later as held (key, job, due_at)
    select j ->> 'key', j - 'due', (j ->> 'due')::timestamptz
    from jsonb_array_elements(jobs) j
    where (j ->> 'due')::timestamptz > platform.now()
    order by 1
    on conflict (key) do update set due_at = least(held.due_at, excluded.due_at);

  insert into pgboss.job_common as held
    (name, data, priority, start_after, created_on, singleton_key, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max,
     expire_seconds, heartbeat_seconds, deletion_seconds, keep_until)
    select q.name, j - 'priority' - 'due', (j ->> 'priority')::int,
      pgboss.job_now(), pgboss.job_now(), j ->> 'key', q.policy, (j ->> 'retries')::int, q.retry_delay, q.retry_backoff, q.retry_delay_max,
      q.expire_seconds, q.heartbeat_seconds, q.deletion_seconds, pgboss.job_now() + q.retention_seconds * interval '1 second'
    from jsonb_array_elements(jobs) j cross join pgboss.queue q
    where q.name = 'work' and coalesce((j ->> 'due')::timestamptz <= platform.now(), true)
    order by j ->> 'key'
    on conflict (name, coalesce(singleton_key, '')) where state = 'created' and policy = 'short'
      do update set priority = greatest(held.priority, excluded.priority);
end $function$;
grant execute on function platform.enqueue(jsonb) to mesters_web;
grant execute on function platform.enqueue(jsonb) to mesters_worker;

CREATE OR REPLACE FUNCTION platform.enqueue_due()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare due jsonb;
begin
  with gone as (
    delete from platform.job_later where key in (
      select key from platform.job_later where due_at <= platform.now() order by due_at limit 1000 for update skip locked
    ) returning job
  )
  select coalesce(jsonb_agg(job), '[]') into due from gone;
  if due <> '[]' then perform platform.enqueue(due); end if;
  return jsonb_array_length(due);
end $function$;
grant execute on function platform.enqueue_due() to mesters_worker;

CREATE OR REPLACE FUNCTION platform.job_pending(wanted text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (
    select from pgboss.job_common
    where name = 'work' and state in ('created', 'retry', 'active') and singleton_key = wanted
  ) or exists (select from platform.job_later where key = wanted);
end $function$;
grant execute on function platform.job_pending(text) to mesters_web;
grant execute on function platform.job_pending(text) to mesters_worker;

CREATE OR REPLACE FUNCTION platform.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (current_setting('app.now'::text))::timestamp with time zone;
grant execute on function platform.now() to public;

CREATE OR REPLACE FUNCTION platform.person()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.person'::text, true), ''::text))::uuid;
grant execute on function platform.person() to public;

CREATE OR REPLACE FUNCTION platform.run_job_again(wanted uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not platform.sees('jobs/*', 'system') then return false; end if;
  update pgboss.job_common
    set state = 'retry', completed_on = null, start_after = pgboss.job_now(), retry_limit = retry_count + 1
    where name = 'work' and id = wanted and state = 'failed';
  return found;
end $function$;
grant execute on function platform.run_job_again(uuid) to mesters_web;
grant execute on function platform.run_job_again(uuid) to mesters_worker;

CREATE OR REPLACE FUNCTION platform.sees(VARIADIC levels text[])
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((string_to_array(NULLIF(current_setting('app.sees'::text, true), ''::text), ' '::text) && levels), false);
grant execute on function platform.sees(text[]) to public;

CREATE OR REPLACE FUNCTION platform.today()
 RETURNS date
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (current_setting('app.today'::text))::date;
grant execute on function platform.today() to public;

CREATE OR REPLACE FUNCTION schools.accepted_imports()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(array_agg(import.id), '{}'::integer[]) AS "coalesce" FROM schools.import WHERE (import.status = 'accepted'::text));
grant execute on function schools.accepted_imports() to public;

CREATE OR REPLACE FUNCTION schools.person_for(wanted_name text, address text, at timestamp with time zone)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'schools', 'public'
AS $function$
declare found uuid;
begin
  insert into schools.person (id, name, email, invited_at) values (gen_random_uuid(), wanted_name, lower(address), at)
    on conflict (email) do update set email = schools.person.email
    returning id into found;
  return found;
end $function$;
grant execute on function schools.person_for(text,text,timestamp with time zone) to public;

create table offer.published (
  id uuid not null,
  year text not null,
  starts date not null,
  ends date not null,
  version integer not null,
  file_name text not null,
  content text not null,
  sha256 text not null,
  published_at timestamp with time zone not null,
  published_by uuid,
  constraint published_pkey PRIMARY KEY (id),
  constraint published_year_version_key UNIQUE (year, version),
  constraint published_check CHECK (ends > starts),
  constraint published_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint published_version_check CHECK (version > 0)
);
alter table offer.published enable row level security;
alter table offer.published force row level security;
create policy published_add on offer.published for insert to mesters_web, mesters_worker
  with check ((platform.sees(VARIADIC ARRAY['installation/*'::text, 'system'::text]) AND ((NOT (published_by IS DISTINCT FROM platform.person())) OR platform.sees(VARIADIC ARRAY['system'::text]))));
create policy published_read on offer.published for select to mesters_web, mesters_worker
  using (true);
grant insert, select on offer.published to mesters_web;
grant insert, select on offer.published to mesters_worker;

create table platform.audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  person_id uuid,
  person_name text not null,
  action text not null,
  kind text not null,
  scope text not null,
  about text not null,
  before jsonb,
  after jsonb,
  constraint audit_pkey PRIMARY KEY (id),
  constraint audit_action_check CHECK (action ~ '^[a-z]+(\.[a-z-]+)+$'::text),
  constraint audit_kind_check CHECK (kind = ANY (ARRAY['change'::text, 'view'::text, 'export'::text, 'sign-in'::text]))
);
CREATE INDEX audit_at ON platform.audit USING btree (at DESC, id DESC);
CREATE INDEX audit_person ON platform.audit USING btree (person_id, at DESC);
CREATE INDEX audit_scope ON platform.audit USING btree (scope, at DESC);
alter table platform.audit enable row level security;
alter table platform.audit force row level security;
create policy audit_add on platform.audit for insert to mesters_web, mesters_worker
  with check (((NOT (person_id IS DISTINCT FROM platform.person())) OR platform.sees(VARIADIC ARRAY['system'::text, 'sign-in'::text])));
create policy audit_read on platform.audit for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['audit/*'::text, 'system'::text]) OR ((kind = ANY (ARRAY['view'::text, 'export'::text])) AND platform.sees(VARIADIC ARRAY[('audit/'::text || scope)]))));
grant insert, select on platform.audit to mesters_web;
grant insert, select on platform.audit to mesters_worker;

create table platform.file (
  id uuid not null,
  name text not null,
  type text not null,
  bytes bigint not null,
  sha256 text not null,
  level text not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  constraint file_pkey PRIMARY KEY (id),
  constraint file_bytes_check CHECK (bytes >= 0),
  constraint file_level_check CHECK (level ~ '^[^\s,{}"\\]+$'::text),
  constraint file_name_check CHECK (name <> ''::text AND name !~ '[[:cntrl:]/\\]'::text),
  constraint file_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint file_type_check CHECK (type ~ '^[a-z]+/[a-z0-9.+-]+$'::text)
);
CREATE INDEX file_sha256 ON platform.file USING btree (sha256);
alter table platform.file enable row level security;
alter table platform.file force row level security;
create policy file_add on platform.file for insert to mesters_web, mesters_worker
  with check (((NOT (made_by IS DISTINCT FROM platform.person())) AND (platform.sees(VARIADIC ARRAY[level, 'system'::text]) OR ((level = 'public'::text) AND (platform.person() IS NOT NULL)))));
create policy file_read on platform.file for select to mesters_web, mesters_worker
  using (((level = 'public'::text) OR platform.sees(VARIADIC ARRAY[level, 'system'::text])));
create policy file_remove on platform.file for delete to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY[level, 'system'::text]) OR (made_by = platform.person())));
grant delete, insert, select on platform.file to mesters_web;
grant delete, insert, select on platform.file to mesters_worker;

create table platform.installation (
  one boolean not null default true,
  kind text not null,
  name text not null,
  held_today date,
  constraint installation_pkey PRIMARY KEY (one),
  constraint installation_check CHECK (held_today IS NULL OR kind = 'demonstration'::text),
  constraint installation_kind_check CHECK (kind = ANY (ARRAY['new'::text, 'own'::text, 'demonstration'::text])),
  constraint installation_one_check CHECK (one)
);
alter table platform.installation enable row level security;
alter table platform.installation force row level security;
create policy installation_change on platform.installation for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['installation/*'::text, 'system'::text]));
create policy installation_read on platform.installation for select to mesters_web, mesters_worker
  using (true);
grant select, update on platform.installation to mesters_web;
grant select, update on platform.installation to mesters_worker;

create table platform.job_later (
  key text not null,
  job jsonb not null,
  due_at timestamp with time zone not null,
  constraint job_later_pkey PRIMARY KEY (key)
);
CREATE INDEX job_later_due ON platform.job_later USING btree (due_at);
alter table platform.job_later enable row level security;
alter table platform.job_later force row level security;
create policy job_later_functions on platform.job_later for all to mesters_owner
  using (true)
  with check (true);

create table platform.mail (
  id uuid not null,
  to_address text not null,
  subject text not null,
  text text,
  secret boolean not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  error text,
  made_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  constraint mail_pkey PRIMARY KEY (id),
  constraint mail_check CHECK (text IS NOT NULL OR secret),
  constraint mail_check1 CHECK ((state = 'waiting'::text) = (settled_at IS NULL)),
  constraint mail_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'sent'::text, 'kept'::text, 'failed'::text])),
  constraint mail_subject_check CHECK (subject !~ '[\r\n]'::text),
  constraint mail_to_address_check CHECK (to_address <> ''::text AND to_address !~ '[\r\n]'::text)
);
CREATE INDEX mail_made ON platform.mail USING btree (made_at DESC, id DESC);
alter table platform.mail enable row level security;
alter table platform.mail force row level security;
create policy mail_add on platform.mail for insert to mesters_web, mesters_worker
  with check (((state = 'waiting'::text) AND (attempts = 0) AND (error IS NULL) AND (text IS NOT NULL)));
create policy mail_change on platform.mail for update to mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy mail_read on platform.mail for select to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['mail/*'::text, 'system'::text]));
grant insert, select on platform.mail to mesters_web;
grant insert, select, update on platform.mail to mesters_worker;

create table platform.progress (
  key text not null,
  done bigint not null,
  of bigint not null,
  words text not null,
  state text not null,
  at timestamp with time zone not null,
  constraint progress_pkey PRIMARY KEY (key),
  constraint progress_done_check CHECK (done >= 0),
  constraint progress_of_check CHECK (of >= 0),
  constraint progress_state_check CHECK (state = ANY (ARRAY['running'::text, 'done'::text, 'failed'::text]))
);
alter table platform.progress enable row level security;
alter table platform.progress force row level security;
create policy progress_add on platform.progress for insert to mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text]));
create policy progress_change on platform.progress for update to mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy progress_read on platform.progress for select to mesters_web, mesters_worker
  using (((platform.person() IS NOT NULL) OR platform.sees(VARIADIC ARRAY['system'::text])));
grant select on platform.progress to mesters_web;
grant insert, select, update on platform.progress to mesters_worker;

create table platform.sign_in_account (
  id uuid not null,
  user_id uuid not null,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sign_in_account_pkey PRIMARY KEY (id),
  constraint sign_in_account_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint sign_in_account_user_id_fkey FOREIGN KEY (user_id) REFERENCES platform.sign_in_user(id) ON DELETE CASCADE,
  constraint sign_in_account_access_token_check CHECK (access_token IS NULL),
  constraint sign_in_account_id_token_check CHECK (id_token IS NULL),
  constraint sign_in_account_password_check CHECK (password IS NULL),
  constraint sign_in_account_refresh_token_check CHECK (refresh_token IS NULL)
);
CREATE INDEX sign_in_account_user ON platform.sign_in_account USING btree (user_id);
alter table platform.sign_in_account enable row level security;
alter table platform.sign_in_account force row level security;
create policy sign_in_account_own_path on platform.sign_in_account for all to mesters_web
  using (platform.sees(VARIADIC ARRAY['sign-in'::text]))
  with check (platform.sees(VARIADIC ARRAY['sign-in'::text]));
grant delete, insert, select, update on platform.sign_in_account to mesters_web;

create table platform.sign_in_limit (
  key text not null,
  since timestamp with time zone not null,
  count integer not null,
  constraint sign_in_limit_pkey PRIMARY KEY (key)
);
CREATE INDEX sign_in_limit_since ON platform.sign_in_limit USING btree (since);
alter table platform.sign_in_limit enable row level security;
alter table platform.sign_in_limit force row level security;
create policy sign_in_limit_own_path on platform.sign_in_limit for all to mesters_web
  using (platform.sees(VARIADIC ARRAY['sign-in'::text]))
  with check (platform.sees(VARIADIC ARRAY['sign-in'::text]));
grant delete, insert, select, update on platform.sign_in_limit to mesters_web;

create table platform.sign_in_passkey (
  id uuid not null,
  user_id uuid not null,
  name text,
  public_key text not null,
  credential_id text not null,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamp with time zone,
  constraint sign_in_passkey_pkey PRIMARY KEY (id),
  constraint sign_in_passkey_credential_id_key UNIQUE (credential_id),
  constraint sign_in_passkey_user_id_fkey FOREIGN KEY (user_id) REFERENCES platform.sign_in_user(id) ON DELETE CASCADE
);
CREATE INDEX sign_in_passkey_user ON platform.sign_in_passkey USING btree (user_id);
alter table platform.sign_in_passkey enable row level security;
alter table platform.sign_in_passkey force row level security;
create policy sign_in_passkey_own_path on platform.sign_in_passkey for all to mesters_web
  using (platform.sees(VARIADIC ARRAY['sign-in'::text]))
  with check (platform.sees(VARIADIC ARRAY['sign-in'::text]));
grant delete, insert, select, update on platform.sign_in_passkey to mesters_web;

create table platform.sign_in_session (
  id uuid not null,
  user_id uuid not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sign_in_session_pkey PRIMARY KEY (id),
  constraint sign_in_session_token_key UNIQUE (token),
  constraint sign_in_session_user_id_fkey FOREIGN KEY (user_id) REFERENCES platform.sign_in_user(id) ON DELETE CASCADE,
  constraint sign_in_session_ip_address_check CHECK (COALESCE(ip_address, ''::text) = ''::text),
  constraint sign_in_session_user_agent_check CHECK (COALESCE(user_agent, ''::text) = ''::text)
);
CREATE INDEX sign_in_session_expires ON platform.sign_in_session USING btree (expires_at);
CREATE INDEX sign_in_session_user ON platform.sign_in_session USING btree (user_id);
alter table platform.sign_in_session enable row level security;
alter table platform.sign_in_session force row level security;
create policy sign_in_session_own_path on platform.sign_in_session for all to mesters_web
  using (platform.sees(VARIADIC ARRAY['sign-in'::text]))
  with check (platform.sees(VARIADIC ARRAY['sign-in'::text]));
grant delete, insert, select, update on platform.sign_in_session to mesters_web;

create table platform.sign_in_user (
  id uuid not null,
  email text not null,
  email_verified boolean not null,
  name text not null,
  image text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sign_in_user_pkey PRIMARY KEY (id),
  constraint sign_in_user_email_key UNIQUE (email),
  constraint sign_in_user_email_check CHECK (email = lower(email)),
  constraint sign_in_user_image_check CHECK (image IS NULL),
  constraint sign_in_user_name_check CHECK (name = ''::text)
);
alter table platform.sign_in_user enable row level security;
alter table platform.sign_in_user force row level security;
create policy sign_in_user_own_path on platform.sign_in_user for all to mesters_web
  using (platform.sees(VARIADIC ARRAY['sign-in'::text]))
  with check (platform.sees(VARIADIC ARRAY['sign-in'::text]));
grant delete, insert, select, update on platform.sign_in_user to mesters_web;

create table platform.sign_in_verification (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sign_in_verification_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_verification_expires ON platform.sign_in_verification USING btree (expires_at);
CREATE INDEX sign_in_verification_identifier ON platform.sign_in_verification USING btree (identifier, created_at DESC);
alter table platform.sign_in_verification enable row level security;
alter table platform.sign_in_verification force row level security;
create policy sign_in_verification_own_path on platform.sign_in_verification for all to mesters_web
  using (platform.sees(VARIADIC ARRAY['sign-in'::text]))
  with check (platform.sees(VARIADIC ARRAY['sign-in'::text]));
grant delete, insert, select, update on platform.sign_in_verification to mesters_web;

create table public.migration (
  name text not null,
  sha256 text not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table schools.import (
  id integer not null generated always as identity,
  kind text not null,
  file_name text not null,
  sha256 text not null,
  as_at date not null,
  as_at_source text not null,
  la integer,
  status text not null,
  counts jsonb not null default '{}'::jsonb,
  problem text,
  base_import_id integer,
  made_at timestamp with time zone not null,
  made_by uuid,
  accepted_at timestamp with time zone,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_base_import_id_fkey FOREIGN KEY (base_import_id) REFERENCES schools.import(id),
  constraint import_check CHECK ((status = 'accepted'::text) = (accepted_at IS NOT NULL)),
  constraint import_status_check CHECK (status = ANY (ARRAY['checking'::text, 'ready'::text, 'accepted'::text, 'discarded'::text, 'failed'::text]))
);
CREATE INDEX import_accepted ON schools.import USING btree (id) WHERE (status = 'accepted'::text);
CREATE INDEX import_base ON schools.import USING btree (base_import_id);
CREATE INDEX import_made_at ON schools.import USING btree (made_at DESC);
alter table schools.import enable row level security;
alter table schools.import force row level security;
create policy import_read on schools.import for select to mesters_web, mesters_worker
  using ((status = 'accepted'::text));
create policy import_work on schools.import for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]))
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select, update on schools.import to mesters_web;
grant delete, insert, select, update on schools.import to mesters_worker;

create table schools.import_reject (
  import_id integer not null,
  line integer not null,
  column integer,
  heading text,
  value text,
  reason text not null,
  constraint import_reject_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE
);
CREATE INDEX import_reject_import ON schools.import_reject USING btree (import_id, line);
alter table schools.import_reject enable row level security;
alter table schools.import_reject force row level security;
create policy import_reject_work on schools.import_reject for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]))
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.import_reject to mesters_web;
grant delete, insert, select on schools.import_reject to mesters_worker;

create table schools.inspection (
  urn integer not null,
  inspected date not null,
  import_id integer,
  outcome text not null,
  grade integer,
  published date,
  constraint inspection_urn_inspected_import_id_key UNIQUE (urn, inspected, import_id),
  constraint inspection_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint inspection_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint inspection_grade_check CHECK (grade >= 1 AND grade <= 4)
);
CREATE INDEX inspection_import ON schools.inspection USING btree (import_id);
alter table schools.inspection enable row level security;
alter table schools.inspection force row level security;
create policy inspection_discard on schools.inspection for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy inspection_read on schools.inspection for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy inspection_write on schools.inspection for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.inspection to mesters_web;
grant delete, insert, select on schools.inspection to mesters_worker;

create table schools.partnership (
  id text not null,
  name text not null,
  letter text,
  kind text not null,
  place integer not null default 0,
  import_id integer,
  constraint partnership_pkey PRIMARY KEY (id),
  constraint partnership_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id),
  constraint partnership_id_check CHECK (id ~ '^[a-z0-9-]+$'::text),
  constraint partnership_kind_check CHECK (kind = ANY (ARRAY['locality'::text, 'sector'::text, 'board'::text, 'network'::text, 'group'::text])),
  constraint partnership_letter_check CHECK (length(letter) >= 1 AND length(letter) <= 3),
  constraint partnership_name_check CHECK (name <> ''::text)
);
CREATE INDEX partnership_import ON schools.partnership USING btree (import_id);
alter table schools.partnership enable row level security;
alter table schools.partnership force row level security;
create policy partnership_read on schools.partnership for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy partnership_write on schools.partnership for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]))
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select, update on schools.partnership to mesters_web;
grant delete, insert, select, update on schools.partnership to mesters_worker;

create table schools.partnership_membership (
  id bigint not null generated always as identity,
  urn integer not null,
  partnership_id text not null,
  import_id integer,
  as_at date not null,
  present boolean not null,
  constraint partnership_membership_pkey PRIMARY KEY (id),
  constraint partnership_membership_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint partnership_membership_partnership_id_fkey FOREIGN KEY (partnership_id) REFERENCES schools.partnership(id),
  constraint partnership_membership_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn)
);
CREATE INDEX partnership_membership_import ON schools.partnership_membership USING btree (import_id);
CREATE INDEX partnership_membership_partnership ON schools.partnership_membership USING btree (partnership_id);
CREATE INDEX partnership_membership_urn ON schools.partnership_membership USING btree (urn, as_at DESC);
alter table schools.partnership_membership enable row level security;
alter table schools.partnership_membership force row level security;
create policy partnership_membership_discard on schools.partnership_membership for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy partnership_membership_read on schools.partnership_membership for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy partnership_membership_write on schools.partnership_membership for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.partnership_membership to mesters_web;
grant delete, insert, select on schools.partnership_membership to mesters_worker;

create table schools.person (
  id uuid not null,
  name text not null,
  email text not null,
  invited_at timestamp with time zone not null,
  terms_accepted_at timestamp with time zone,
  constraint person_pkey PRIMARY KEY (id),
  constraint person_email_key UNIQUE (email),
  constraint person_email_check CHECK (email = lower(email) AND email ~ '^[^@\s]+@[^@\s]+$'::text),
  constraint person_name_check CHECK (name <> ''::text)
);
alter table schools.person enable row level security;
alter table schools.person force row level security;
create policy person_change on schools.person for update to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['people/*'::text, 'system'::text]) OR (id = platform.person())));
create policy person_for on schools.person for all to mesters_owner
  using (platform.sees(VARIADIC ARRAY['people/*'::text, 'people'::text, 'system'::text]))
  with check (platform.sees(VARIADIC ARRAY['people/*'::text, 'people'::text, 'system'::text]));
create policy person_read on schools.person for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['people/*'::text, 'system'::text, 'sign-in'::text, 'staff'::text]) OR (id = platform.person()) OR (EXISTS ( SELECT FROM schools.role_held r WHERE (r.person_id = person.id)))));
grant select on schools.person to mesters_web;
grant select on schools.person to mesters_worker;

create table schools.pupil_number (
  urn integer not null,
  census_date date not null,
  import_id integer,
  source text not null,
  on_roll integer not null,
  school_aged integer,
  boys integer,
  girls integer,
  free_meals_ever integer,
  extra_language integer,
  sen_plan integer,
  sen_support integer,
  census_type text,
  counted boolean not null,
  reason text,
  constraint pupil_number_urn_census_date_source_import_id_key UNIQUE NULLS NOT DISTINCT (urn, census_date, source, import_id),
  constraint pupil_number_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint pupil_number_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint pupil_number_boys_check CHECK (boys >= 0),
  constraint pupil_number_check CHECK (school_aged >= 0 AND school_aged <= on_roll),
  constraint pupil_number_extra_language_check CHECK (extra_language >= 0),
  constraint pupil_number_free_meals_ever_check CHECK (free_meals_ever >= 0),
  constraint pupil_number_girls_check CHECK (girls >= 0),
  constraint pupil_number_on_roll_check CHECK (on_roll >= 0),
  constraint pupil_number_sen_plan_check CHECK (sen_plan >= 0),
  constraint pupil_number_sen_support_check CHECK (sen_support >= 0),
  constraint pupil_number_source_check CHECK (source = ANY (ARRAY['census'::text, 'establishments'::text, 'office'::text]))
);
CREATE INDEX pupil_number_import ON schools.pupil_number USING btree (import_id);
alter table schools.pupil_number enable row level security;
alter table schools.pupil_number force row level security;
create policy pupil_number_correct on schools.pupil_number for update to mesters_web
  using (((source = 'office'::text) AND (import_id IS NULL) AND platform.sees(VARIADIC ARRAY['staff'::text, 'imports/*'::text, ('people/school/'::text || urn)])));
create policy pupil_number_discard on schools.pupil_number for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy pupil_number_own on schools.pupil_number for insert to mesters_web
  with check (((source = 'office'::text) AND (import_id IS NULL) AND platform.sees(VARIADIC ARRAY['staff'::text, ('people/school/'::text || urn)])));
create policy pupil_number_read on schools.pupil_number for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy pupil_number_write on schools.pupil_number for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.pupil_number to mesters_web;
grant delete, insert, select on schools.pupil_number to mesters_worker;

create table schools.role_held (
  id uuid not null,
  person_id uuid not null,
  role text not null,
  scope_kind text not null,
  scope_id text not null,
  starts date not null,
  ends date,
  given_by uuid,
  constraint role_held_pkey PRIMARY KEY (id),
  constraint role_held_person_id_role_scope_kind_scope_id_daterange_excl EXCLUDE USING gist (person_id WITH =, role WITH =, scope_kind WITH =, scope_id WITH =, daterange(starts, ends) WITH &&),
  constraint role_held_person_id_fkey FOREIGN KEY (person_id) REFERENCES schools.person(id),
  constraint role_held_check CHECK (ends IS NULL OR ends >= starts),
  constraint role_held_scope_kind_check CHECK (scope_kind = ANY (ARRAY['installation'::text, 'school'::text, 'trust'::text, 'partnership'::text]))
);
CREATE INDEX role_held_person ON schools.role_held USING btree (person_id);
CREATE INDEX role_held_scope ON schools.role_held USING btree (scope_kind, scope_id);
alter table schools.role_held enable row level security;
alter table schools.role_held force row level security;
create policy role_read on schools.role_held for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['people/*'::text, 'system'::text, 'sign-in'::text, 'staff'::text]) OR (person_id = platform.person()) OR platform.sees(VARIADIC ARRAY[((('people/'::text || scope_kind) || '/'::text) || scope_id), ((scope_kind || '/'::text) || scope_id)])));
create policy role_write on schools.role_held for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['people/*'::text, 'system'::text, ((('people/'::text || scope_kind) || '/'::text) || scope_id)]))
  with check (platform.sees(VARIADIC ARRAY['people/*'::text, 'system'::text, ((('people/'::text || scope_kind) || '/'::text) || scope_id)]));
grant insert, select, update on schools.role_held to mesters_web;
grant insert, select, update on schools.role_held to mesters_worker;

create table schools.school (
  urn integer not null,
  constraint school_pkey PRIMARY KEY (urn),
  constraint school_urn_check CHECK (urn >= 100000 AND urn <= 999999)
);
alter table schools.school enable row level security;
alter table schools.school force row level security;
create policy school_read on schools.school for select to mesters_web, mesters_worker
  using (true);
create policy school_write on schools.school for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]))
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select, update on schools.school to mesters_web;
grant delete, insert, select, update on schools.school to mesters_worker;

create table schools.school_version (
  id bigint not null generated always as identity,
  urn integer not null,
  import_id integer,
  as_at date not null,
  placeholder boolean not null default false,
  change text not null,
  changed text[] not null default '{}'::text[],
  name text not null,
  la integer,
  establishment_number integer,
  ukprn text,
  type_name text,
  sector text not null,
  status text not null,
  publicly_funded boolean not null,
  open boolean not null,
  opened date,
  closed date,
  low_age integer,
  high_age integer,
  gender text,
  religious_character text,
  street text,
  locality text,
  town text,
  postcode text,
  website text,
  telephone text,
  easting integer,
  northing integer,
  ward text,
  capacity integer,
  constraint school_version_pkey PRIMARY KEY (id),
  constraint school_version_urn_import_id_key UNIQUE (urn, import_id),
  constraint school_version_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint school_version_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint school_version_change_check CHECK (change = ANY (ARRAY['new'::text, 'changed'::text, 'closed'::text, 'converted'::text, 'earlier'::text])),
  constraint school_version_establishment_number_check CHECK (establishment_number >= 1 AND establishment_number <= 9999),
  constraint school_version_la_check CHECK (la >= 201 AND la <= 999),
  constraint school_version_name_check CHECK (name <> ''::text),
  constraint school_version_ukprn_check CHECK (ukprn ~ '^1[0-9]{7}$'::text)
);
CREATE INDEX school_version_import ON schools.school_version USING btree (import_id);
CREATE INDEX school_version_name ON schools.school_version USING gin (name gin_trgm_ops);
CREATE INDEX school_version_number ON schools.school_version USING btree (la, establishment_number);
CREATE INDEX school_version_postcode ON schools.school_version USING btree (postcode);
CREATE INDEX school_version_urn ON schools.school_version USING btree (urn, placeholder, as_at DESC, id DESC);
alter table schools.school_version enable row level security;
alter table schools.school_version force row level security;
create policy school_version_discard on schools.school_version for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy school_version_read on schools.school_version for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy school_version_write on schools.school_version for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.school_version to mesters_web;
grant delete, insert, select on schools.school_version to mesters_worker;

create table schools.succession (
  predecessor integer not null,
  successor integer not null,
  import_id integer,
  kind text not null,
  happened date,
  evidence text not null,
  constraint succession_predecessor_successor_import_id_key UNIQUE (predecessor, successor, import_id),
  constraint succession_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint succession_predecessor_fkey FOREIGN KEY (predecessor) REFERENCES schools.school(urn),
  constraint succession_successor_fkey FOREIGN KEY (successor) REFERENCES schools.school(urn),
  constraint succession_check CHECK (predecessor <> successor),
  constraint succession_kind_check CHECK (kind = ANY (ARRAY['conversion'::text, 'merger'::text, 'other'::text]))
);
CREATE INDEX succession_import ON schools.succession USING btree (import_id);
CREATE INDEX succession_successor ON schools.succession USING btree (successor);
alter table schools.succession enable row level security;
alter table schools.succession force row level security;
create policy succession_discard on schools.succession for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy succession_read on schools.succession for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy succession_write on schools.succession for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.succession to mesters_web;
grant delete, insert, select on schools.succession to mesters_worker;

create table schools.trust (
  uid integer not null,
  constraint trust_pkey PRIMARY KEY (uid)
);
alter table schools.trust enable row level security;
alter table schools.trust force row level security;
create policy trust_read on schools.trust for select to mesters_web, mesters_worker
  using (true);
create policy trust_write on schools.trust for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]))
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select, update on schools.trust to mesters_web;
grant delete, insert, select, update on schools.trust to mesters_worker;

create table schools.trust_membership (
  urn integer not null,
  uid integer not null,
  import_id integer,
  as_at date not null,
  joined date,
  present boolean not null,
  constraint trust_membership_urn_uid_import_id_key UNIQUE (urn, uid, import_id),
  constraint trust_membership_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint trust_membership_uid_fkey FOREIGN KEY (uid) REFERENCES schools.trust(uid),
  constraint trust_membership_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn)
);
CREATE INDEX trust_membership_import ON schools.trust_membership USING btree (import_id);
CREATE INDEX trust_membership_uid ON schools.trust_membership USING btree (uid);
alter table schools.trust_membership enable row level security;
alter table schools.trust_membership force row level security;
create policy trust_membership_discard on schools.trust_membership for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy trust_membership_read on schools.trust_membership for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy trust_membership_write on schools.trust_membership for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.trust_membership to mesters_web;
grant delete, insert, select on schools.trust_membership to mesters_worker;

create table schools.trust_version (
  uid integer not null,
  import_id integer,
  as_at date not null,
  name text not null,
  kind text not null,
  runs_schools boolean not null,
  companies_house text,
  open boolean not null,
  closed date,
  constraint trust_version_uid_import_id_key UNIQUE (uid, import_id),
  constraint trust_version_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint trust_version_uid_fkey FOREIGN KEY (uid) REFERENCES schools.trust(uid),
  constraint trust_version_name_check CHECK (name <> ''::text)
);
CREATE INDEX trust_version_import ON schools.trust_version USING btree (import_id);
CREATE INDEX trust_version_uid ON schools.trust_version USING btree (uid, as_at DESC);
alter table schools.trust_version enable row level security;
alter table schools.trust_version force row level security;
create policy trust_version_discard on schools.trust_version for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy trust_version_read on schools.trust_version for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy trust_version_write on schools.trust_version for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.trust_version to mesters_web;
grant delete, insert, select on schools.trust_version to mesters_worker;

create view platform.failed_job with (security_barrier=true) as
SELECT id,
    data ->> 'kind'::text AS kind,
    retry_count + 1 AS attempts,
    created_on AS made_at,
    completed_on AS failed_at,
    COALESCE(output ->> 'message'::text, (output -> 'value'::text) ->> 'message'::text, ''::text) AS error
   FROM pgboss.job_common
  WHERE name = 'work'::text AND state = 'failed'::pgboss.job_state AND platform.sees(VARIADIC ARRAY['jobs/*'::text, 'system'::text]);
grant select on platform.failed_job to mesters_web;
grant select on platform.failed_job to mesters_worker;

create view platform.job_count with (security_barrier=true) as
SELECT data ->> 'kind'::text AS kind,
    count(*) FILTER (WHERE state = 'created'::pgboss.job_state) AS waiting,
    count(*) FILTER (WHERE state = 'active'::pgboss.job_state) AS running,
    count(*) FILTER (WHERE state = 'retry'::pgboss.job_state) AS again,
    count(*) FILTER (WHERE state = 'failed'::pgboss.job_state) AS failed,
    count(*) FILTER (WHERE state = 'completed'::pgboss.job_state) AS done
   FROM pgboss.job_common
  WHERE name = 'work'::text AND platform.sees(VARIADIC ARRAY['jobs/*'::text, 'system'::text])
  GROUP BY (data ->> 'kind'::text);
grant select on platform.job_count to mesters_web;
grant select on platform.job_count to mesters_worker;

create view schools.current_partnership_membership with (security_invoker=true) as
SELECT id,
    urn,
    partnership_id,
    import_id,
    as_at,
    present
   FROM ( SELECT DISTINCT ON (m.urn, m.partnership_id) m.id,
            m.urn,
            m.partnership_id,
            m.import_id,
            m.as_at,
            m.present
           FROM schools.partnership_membership m
          WHERE m.as_at <= platform.today() AND (m.import_id IS NULL OR (m.import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
          ORDER BY m.urn, m.partnership_id, m.as_at DESC, m.id DESC) newest
  WHERE present;
grant select on schools.current_partnership_membership to mesters_web;
grant select on schools.current_partnership_membership to mesters_worker;

create view schools.current_pupil_number with (security_invoker=true) as
SELECT DISTINCT ON (urn, census_date) urn,
    census_date,
    import_id,
    source,
    on_roll,
    school_aged,
    boys,
    girls,
    free_meals_ever,
    extra_language,
    sen_plan,
    sen_support,
    census_type,
    counted,
    reason
   FROM schools.pupil_number p
  WHERE census_date <= platform.today() AND (import_id IS NULL OR (import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
  ORDER BY urn, census_date DESC, (array_position(ARRAY['office'::text, 'census'::text, 'establishments'::text], source)), import_id DESC NULLS LAST;
grant select on schools.current_pupil_number to mesters_web;
grant select on schools.current_pupil_number to mesters_worker;

create view schools.current_school with (security_invoker=true) as
SELECT DISTINCT ON (urn) id,
    urn,
    import_id,
    as_at,
    placeholder,
    change,
    changed,
    name,
    la,
    establishment_number,
    ukprn,
    type_name,
    sector,
    status,
    publicly_funded,
        CASE
            WHEN closed IS NULL THEN open
            ELSE closed >= platform.today()
        END AND COALESCE(opened <= platform.today(), true) AS open,
    opened,
    closed,
    low_age,
    high_age,
    gender,
    religious_character,
    street,
    locality,
    town,
    postcode,
    website,
    telephone,
    easting,
    northing,
    ward,
    capacity
   FROM schools.school_version v
  WHERE as_at <= platform.today() AND (import_id IS NULL OR (import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
  ORDER BY urn, placeholder, as_at DESC, id DESC;
grant select on schools.current_school to mesters_web;
grant select on schools.current_school to mesters_worker;

create view schools.current_trust with (security_invoker=true) as
SELECT DISTINCT ON (uid) uid,
    import_id,
    as_at,
    name,
    kind,
    runs_schools,
    companies_house,
    open,
    closed
   FROM schools.trust_version v
  WHERE as_at <= platform.today() AND (import_id IS NULL OR (import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
  ORDER BY uid, as_at DESC, import_id DESC NULLS LAST;
grant select on schools.current_trust to mesters_web;
grant select on schools.current_trust to mesters_worker;

create view schools.current_trust_membership with (security_invoker=true) as
SELECT urn,
    uid,
    import_id,
    as_at,
    joined,
    present
   FROM ( SELECT DISTINCT ON (m.urn, m.uid) m.urn,
            m.uid,
            m.import_id,
            m.as_at,
            m.joined,
            m.present
           FROM schools.trust_membership m
          WHERE m.as_at <= platform.today() AND (m.import_id IS NULL OR (m.import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
          ORDER BY m.urn, m.uid, m.as_at DESC, m.import_id DESC NULLS LAST) newest
  WHERE present;
grant select on schools.current_trust_membership to mesters_web;
grant select on schools.current_trust_membership to mesters_worker;
