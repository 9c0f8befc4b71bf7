-- The schema that the migrations make, read back from the catalogue. `npm run -s schema` writes it; a check compares it on both databases.

create extension btree_gist;
create extension pg_trgm;

create schema bookings;
grant usage on schema bookings to mesters_web;
grant usage on schema bookings to mesters_worker;

create schema data;
grant usage on schema data to mesters_web;
grant usage on schema data to mesters_worker;

create schema entitlements;
grant usage on schema entitlements to mesters_web;
grant usage on schema entitlements to mesters_worker;

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

create schema subscriptions;
grant usage on schema subscriptions to mesters_web;
grant usage on schema subscriptions to mesters_worker;

CREATE OR REPLACE FUNCTION bookings.acts(of_booking uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'bookings'
AS $function$
  select exists (select from booking b where b.id = of_booking and spends(b.holder_kind, b.holder_id))
$function$;
grant execute on function bookings.acts(uuid) to public;

CREATE OR REPLACE FUNCTION bookings.begin_booking()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.delivered_at is not null or new.cancelled_at is not null then
    raise exception 'a booking begins before it ends' using errcode = '23514', constraint = 'booking_begins';
  end if;
  if not platform.sees('system', 'staff', 'partner')
    and (new.quoted_at is not null or new.confirmed_at is distinct from (case when new.confirmed_at is null then null else new.held_at end)) then
    raise exception 'the office does this' using errcode = '42501';
  end if;
  return new;
end $function$;
grant execute on function bookings.begin_booking() to public;

CREATE OR REPLACE FUNCTION bookings.bought(of_year text)
 RETURNS TABLE(element text, source text, unit text, owed bigint, used bigint, held bigint, invoiced_pence bigint, schools bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'bookings'
AS $function$
  with lines as (
    select a.element, a.source, a.unit, case when a.origin_id is null and not a.unlimited then a.owed else 0 end as owed, a.used,
      coalesce((
        select sum(l.units) from entitlements.hold_line l join entitlements.hold h on h.id = l.hold_id
        where l.account_id = a.id and l.open and h.ended_at is null and (h.until is null or h.until > platform.now())
      ), 0) as held, 0 as pence, coalesce(o.holder_kind, a.holder_kind) as kind, coalesce(o.holder_id, a.holder_id) as holder
    from entitlements.account a left join entitlements.account o on o.id = a.origin_id
    where a.year = of_year and (not a.confidential or platform.sees('system', 'category/*'))
    union all
    select b.element, p.source, p.unit, 0, case when b.confirmed_at is null then 0 else p.units end,
      case when b.confirmed_at is null then p.units else 0 end, case when b.confirmed_at is null then 0 else coalesce(p.pence, 0) end,
      p.holder_kind, p.holder_id
    from booking b join booking_payer p on p.booking_id = b.id
    where b.year = of_year and p.how <> 'account' and b.held_at is not null
      and (b.cancelled_at is null or (b.confirmed_at is not null and not b.returned))
      and (b.confirmed_at is not null or b.held_until is null or b.held_until > platform.now())
  )
  select element, source, unit, sum(owed)::bigint, sum(used)::bigint, sum(held)::bigint, sum(pence)::bigint,
    count(distinct holder) filter (where kind in ('school', 'pool') and used + held > 0)
  from lines where platform.sees('system', 'staff', 'commissioner') group by element, source, unit
$function$;
grant execute on function bookings.bought(text) to public;

CREATE OR REPLACE FUNCTION bookings.check_paid()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'bookings'
AS $function$
declare b booking; paid bigint;
begin
  select * into b from booking where id = new.id;
  if b.held_at is null then return null; end if;
  select coalesce(sum(units), 0) into paid from booking_payer where booking_id = b.id;
  if paid <> coalesce(b.price, b.units, 0) then
    raise exception 'the payments of a booking do not sum to what it costs' using errcode = '23514', constraint = 'booking_paid';
  end if;
  return null;
end $function$;
grant execute on function bookings.check_paid() to public;

CREATE OR REPLACE FUNCTION bookings.keep_booking()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (old.cancelled_at is not null or old.delivered_at is not null) and new is distinct from old then
    raise exception 'what is over is not changed' using errcode = '23514', constraint = 'booking_over';
  end if;
  if old.held_at is not null and
    (new.units, new.unit, new.price, new.counts_on, new.quoted_at, new.quoted_by, new.quote_until, new.accepted_at, new.accepted_by, new.held_at, new.held_by)
    is distinct from
    (old.units, old.unit, old.price, old.counts_on, old.quoted_at, old.quoted_by, old.quote_until, old.accepted_at, old.accepted_by, old.held_at, old.held_by)
  then
    raise exception 'what was ordered is not changed' using errcode = '23514', constraint = 'booking_ordered';
  end if;
  if old.accepted_at is not null and (new.accepted_at, new.accepted_by) is distinct from (old.accepted_at, old.accepted_by) then
    raise exception 'what was accepted stays so' using errcode = '23514', constraint = 'booking_accepted';
  end if;
  if old.confirmed_at is not null and (new.confirmed_at, new.confirmed_by, new.held_until)
    is distinct from (old.confirmed_at, old.confirmed_by, old.held_until) then
    raise exception 'what was confirmed stays so' using errcode = '23514', constraint = 'booking_confirmed';
  end if;
  if not platform.sees('system', 'staff', 'partner') then
    if (new.quoted_at, new.quoted_by, new.quote_until, new.delivered_at, new.delivered_by)
      is distinct from (old.quoted_at, old.quoted_by, old.quote_until, old.delivered_at, old.delivered_by)
      or (new.confirmed_at is distinct from old.confirmed_at and (old.held_at is not null or new.confirmed_at is distinct from new.held_at))
      or (old.quoted_at is not null and (new.price, new.units) is distinct from (old.price, old.units))
    then
      raise exception 'the office does this' using errcode = '42501';
    end if;
  end if;
  return new;
end $function$;
grant execute on function bookings.keep_booking() to public;

CREATE OR REPLACE FUNCTION bookings.keep_payer()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'bookings'
AS $function$
begin
  if exists (select from booking where id = new.booking_id and (confirmed_at is not null or cancelled_at is not null)
    and confirmed_at is distinct from held_at) then
    raise exception 'what was paid is not changed' using errcode = '23514', constraint = 'booking_payer_kept';
  end if;
  return new;
end $function$;
grant execute on function bookings.keep_payer() to public;

CREATE OR REPLACE FUNCTION bookings.reads(of_booking uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'bookings'
AS $function$
  select platform.sees('system', 'school/*') or exists (
    select from booking b join entitlements.holder h on h.kind = b.holder_kind and h.id = b.holder_id
    where b.id = of_booking and platform.sees(variadic h.readers)
  ) or exists (
    select from booking_payer p join entitlements.holder h on h.kind = p.holder_kind and h.id = p.holder_id
    where p.booking_id = of_booking and platform.sees(variadic h.readers)
  )
    or exists (select from booking_person p where p.booking_id = of_booking and p.person_id = platform.person())
$function$;
grant execute on function bookings.reads(uuid) to public;

CREATE OR REPLACE FUNCTION bookings.reads_holder(of_kind text, of_id text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'bookings'
AS $function$
  select platform.sees('system', 'school/*') or exists (
    select from entitlements.holder h where h.kind = of_kind and h.id = of_id and platform.sees(variadic h.readers)
  )
$function$;
grant execute on function bookings.reads_holder(text,text) to public;

CREATE OR REPLACE FUNCTION bookings.sees_school(level text, of integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (platform.sees(VARIADIC ARRAY[((level || '/'::text) || of)]) OR (EXISTS (WITH RECURSIVE line(urn, step) AS (SELECT s.successor, 1 AS "?column?" FROM schools.succession s WHERE ((s.predecessor = sees_school.of) AND (s.kind = 'conversion'::text)) UNION SELECT s.successor, (l.step + 1) FROM (line l JOIN schools.succession s ON ((s.predecessor = l.urn))) WHERE ((s.kind = 'conversion'::text) AND (l.step < 20))) SELECT FROM line WHERE platform.sees(VARIADIC ARRAY[((sees_school.level || '/'::text) || line.urn)]))));
grant execute on function bookings.sees_school(text,integer) to public;

CREATE OR REPLACE FUNCTION bookings.spends(of_kind text, of_id text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'bookings'
AS $function$
  select platform.sees('system', 'staff') or exists (
    select from entitlements.holder h where h.kind = of_kind and h.id = of_id and platform.sees(variadic h.spenders)
  )
$function$;
grant execute on function bookings.spends(text,text) to public;

CREATE OR REPLACE FUNCTION data.accepted_releases()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(array_agg(release.id), '{}'::integer[]) AS "coalesce" FROM data.release WHERE (release.status = 'accepted'::text));
grant execute on function data.accepted_releases() to public;

CREATE OR REPLACE FUNCTION data.current_runs()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(array_agg(last.id), '{}'::integer[]) AS "coalesce" FROM (SELECT DISTINCT ON (run.dataset, run.year) run.id FROM data.run WHERE ((run.finished_at IS NOT NULL) AND (run.inputs <@ (SELECT data.accepted_releases() AS accepted_releases))) ORDER BY run.dataset, run.year, COALESCE(run.stands_for, run.id) DESC, run.stands_for NULLS FIRST) last);
grant execute on function data.current_runs() to public;

CREATE OR REPLACE FUNCTION data.governed_schools()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(array_agg((substr(level.level, 10))::integer), '{}'::integer[]) AS "coalesce" FROM unnest(string_to_array(current_setting('app.sees'::text, true), ' '::text)) level(level) WHERE ((level.level ~ '^governor/[0-9]{6}$'::text) AND platform.sees(VARIADIC ARRAY[('school/'::text || substr(level.level, 10))])));
grant execute on function data.governed_schools() to public;

CREATE OR REPLACE FUNCTION data.held_back()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(array_agg(early_results.dataset), '{}'::text[]) AS "coalesce" FROM data.early_results WHERE (NOT (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]) OR ((early_results.seen_by <> 'analysts'::text) AND platform.sees(VARIADIC ARRAY['staff'::text, 'partner'::text])) OR ((early_results.seen_by = 'schools'::text) AND (COALESCE(current_setting('app.sees'::text, true), ''::text) ~ '(^| )(member|trust|partnership)/'::text)))));
grant execute on function data.held_back() to public;

CREATE OR REPLACE FUNCTION data.inside_schools()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(array_agg((substr(level.level, (strpos(level.level, '/'::text) + 1)))::integer), '{}'::integer[]) AS "coalesce" FROM unnest(string_to_array(current_setting('app.sees'::text, true), ' '::text)) level(level) WHERE (level.level ~ '^(leader|pupil)/[0-9]{6}$'::text));
grant execute on function data.inside_schools() to public;

CREATE OR REPLACE FUNCTION data.keep_figures()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from (select distinct release_id from changed) c left join data.release r on r.id = c.release_id
    where r.status is distinct from 'checking' and (r.status is null or r.status = 'accepted' or tg_op = 'INSERT')
  ) then
    raise exception 'figures belong to a release that is being checked, and are never changed once it was accepted' using errcode = '23514', constraint = 'figure_kept';
  end if;
  return null;
end $function$;
grant execute on function data.keep_figures() to public;

CREATE OR REPLACE FUNCTION data.keep_pupils()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select from (select distinct release_id from changed) c left join data.release r on r.id = c.release_id
    where r.status is distinct from 'checking' and (r.status is null or r.status = 'accepted' or tg_op = 'INSERT')
  ) then
    raise exception 'pupils belong to a release that is being checked, and are never changed once it was accepted' using errcode = '23514', constraint = 'pupil_kept';
  end if;
  return null;
end $function$;
grant execute on function data.keep_pupils() to public;

CREATE OR REPLACE FUNCTION data.keep_release()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.status = 'accepted' then
    raise exception 'a release that was accepted is never changed' using errcode = '23514', constraint = 'release_accepted';
  end if;
  return new;
end $function$;
grant execute on function data.keep_release() to public;

CREATE OR REPLACE FUNCTION data.keep_run()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.finished_at is not null then
    raise exception 'a run that was finished is never changed or removed' using errcode = '23514', constraint = 'run_finished';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $function$;
grant execute on function data.keep_run() to public;

CREATE OR REPLACE FUNCTION data.published_pack_runs()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT COALESCE(array_agg(pack_run.id), '{}'::integer[]) AS "coalesce" FROM data.pack_run WHERE (pack_run.status = 'published'::text));
grant execute on function data.published_pack_runs() to public;

CREATE OR REPLACE FUNCTION entitlements.accounts_of(kinds text[], ids text[])
 RETURNS SETOF entitlements.account
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select * from account
  where (holder_kind, holder_id) in (select * from unnest(kinds, ids)) and platform.sees('system', 'staff')
$function$;
grant execute on function entitlements.accounts_of(text[],text[]) to public;

CREATE OR REPLACE FUNCTION entitlements.apply_lines()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  -- First, so that nothing that is looked at changes meanwhile; and in one order, so that two postings wait for each other and never for ever.
  perform from account where id in (select account_id from new_lines) order by id for update;
  if exists (
    select from new_lines n group by n.posting_id
    having count(*) <> (select count(*) from line l where l.posting_id = n.posting_id)
  ) then
    raise exception 'lines are added to a posting that has been made' using errcode = '23514', constraint = 'line_once';
  end if;
  if exists (select from new_lines group by posting_id, unit having sum(units) <> 0) then
    raise exception 'the lines of a posting do not sum to zero' using errcode = '23514', constraint = 'line_balance';
  end if;
  if exists (
    select from new_lines n join posting p on p.id = n.posting_id left join account a on a.id = n.account_id
    where (n.account_id is not null and a.id is null) or a.unit <> n.unit
      or (p.what = 'use' and p.day not between a.starts and a.ends)
      or (p.what = 'use' and n.account_id is not null and n.units > 0)
      or (p.what = 'return' and n.account_id is not null and n.units < 0)
      or n.against <> case p.what when 'grant' then 'granted' when 'pool' then '' else 'used' end
  ) then
    raise exception 'a line does not fit its account or its posting' using errcode = '23514', constraint = 'line_fits';
  end if;
  if exists (
    select from new_lines n join posting p on p.id = n.posting_id
    where p.what = 'return' and n.account_id is not null and 0 < (
      -- By the booking's postings and not by the account's lines, which may be many more.
      select sum(l.units)
      from posting b cross join lateral (select l.units from line l where l.posting_id = b.id and l.account_id = n.account_id offset 0) l
      where b.booking = p.booking
    )
  ) then
    raise exception 'more is given back than the booking has used' using errcode = '23514', constraint = 'line_returned';
  end if;
  -- What goes into a pool and out of it goes to where it came from: so every unit in a pool is traced to its school.
  if exists (
    select from new_lines n join posting p on p.id = n.posting_id join account a on a.id = n.account_id
    where p.what = 'pool' group by n.posting_id, coalesce(a.origin_id, a.id) having sum(n.units) <> 0
  ) then
    raise exception 'a pool takes from the account that its own account names' using errcode = '23514', constraint = 'line_origin';
  end if;
  update account a set
    granted = a.granted + s.granted,
    used = a.used + s.used,
    moved = a.moved + s.moved,
    balance = case when a.unlimited then 0 else a.balance + s.granted + s.moved - s.used end
  from (
    select n.account_id,
      coalesce(sum(n.units) filter (where p.what = 'grant'), 0) as granted,
      coalesce(-sum(n.units) filter (where p.what in ('use', 'return')), 0) as used,
      coalesce(sum(n.units) filter (where p.what = 'pool'), 0) as moved
    from new_lines n join posting p on p.id = n.posting_id
    where n.account_id is not null
    group by n.account_id
  ) s
  where a.id = s.account_id;
  if exists (
    select from account a
    where a.id in (select account_id from new_lines where units < 0) and not a.unlimited and a.balance < held_of(a.id)
  ) then
    raise exception 'units are promised to another booking' using errcode = '23514', constraint = 'account_held';
  end if;
  return null;
end $function$;
grant execute on function entitlements.apply_lines() to public;

CREATE OR REPLACE FUNCTION entitlements.bookings_behind(accounts bigint[], newest integer)
 RETURNS TABLE(account_id bigint, state text, booking text, units bigint, unit text, words text, day date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  with mine as materialized (
    select a.id, a.unit from account a join holder h on h.kind = a.holder_kind and h.id = a.holder_id
    where a.id = any(accounts)
      and (platform.sees('system') or platform.sees(variadic h.readers) and (not a.confidential or platform.sees(variadic h.confidants)))
  ), recent as materialized (
    select distinct a.id, a.unit, p.booking
    from mine a
    cross join lateral (select l.posting_id from line l where l.account_id = a.id order by l.posting_id desc limit newest) x
    join posting p on p.id = x.posting_id
    where p.booking is not null
  )
  select r.id, 'used', r.booking, -sum(x.units)::bigint, r.unit, min(x.words), min(x.day)
  from recent r cross join lateral (
    select l.units, p.words, p.day
    from posting p cross join lateral (select l.units from line l where l.posting_id = p.id and l.account_id = r.id offset 0) l
    where p.booking = r.booking
  ) x
  group by r.id, r.booking, r.unit having sum(x.units) <> 0
  union all
  select a.id, 'held', h.booking, sum(l.units)::bigint, a.unit, min(h.words), min(h.day)
  from mine a join hold_line l on l.account_id = a.id and l.open join hold h on h.id = l.hold_id
  where h.ended_at is null and (h.until is null or h.until > platform.now())
  group by a.id, h.booking, a.unit
$function$;
grant execute on function entitlements.bookings_behind(bigint[],integer) to public;

CREATE OR REPLACE FUNCTION entitlements.change_accounts(rows jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  update account a set owed = new.owed, why = coalesce(new.why, a.why), source = coalesce(new.source, a.source),
    starts = coalesce(new.starts, a.starts), ends = coalesce(new.ends, a.ends), unlimited = coalesce(new.unlimited, a.unlimited),
    at_least = coalesce(new.at_least, a.at_least), offer_id = coalesce(new.offer_id, a.offer_id), confidential = coalesce(new.confidential, a.confidential)
  from jsonb_to_recordset(rows) as new (kind text, id text, key text, owed bigint, why text, source text, starts date, ends date,
    unlimited boolean, at_least boolean, confidential boolean, offer_id uuid)
  where a.holder_kind = new.kind and a.holder_id = new.id and a.key = new.key and platform.sees('system', 'staff')
    and (a.owed, a.why, a.source, a.starts, a.ends, a.unlimited, a.at_least, a.confidential, a.offer_id) is distinct from
      (new.owed, coalesce(new.why, a.why), coalesce(new.source, a.source), coalesce(new.starts, a.starts), coalesce(new.ends, a.ends),
        coalesce(new.unlimited, a.unlimited), coalesce(new.at_least, a.at_least), coalesce(new.confidential, a.confidential), coalesce(new.offer_id, a.offer_id))
$function$;
grant execute on function entitlements.change_accounts(jsonb) to public;

CREATE OR REPLACE FUNCTION entitlements.check_hold()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  perform from account where id in (select account_id from new_lines) order by id for update;
  if exists (
    select from new_lines n join hold h on h.id = n.hold_id join account a on a.id = n.account_id
    where h.day not between a.starts and a.ends
      or (not a.unlimited and a.balance < held_of(a.id))
  ) then
    raise exception 'an account has not what would be held' using errcode = '23514', constraint = 'account_held';
  end if;
  return null;
end $function$;
grant execute on function entitlements.check_hold() to public;

CREATE OR REPLACE FUNCTION entitlements.close_hold()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  if old.ended_at is not null then
    raise exception 'a hold that has ended stays ended' using errcode = '23514', constraint = 'hold_ends_once';
  end if;
  update hold_line set open = false where hold_id = new.id;
  return null;
end $function$;
grant execute on function entitlements.close_hold() to public;

CREATE OR REPLACE FUNCTION entitlements.end_holds(of_booking text, how text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  update hold h set ended = how, ended_at = platform.now()
  where h.booking = of_booking and h.ended_at is null and (platform.sees('system', 'staff') or h.made_by = platform.person() or exists (
    select from hold_line l where l.hold_id = h.id and may_spend_account(l.account_id)
  ));
end $function$;
grant execute on function entitlements.end_holds(text,text) to public;

CREATE OR REPLACE FUNCTION entitlements.facts_of(of_kind text, of_id text)
 RETURNS SETOF entitlements.fact
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select * from fact
  where holder_kind = of_kind and holder_id = of_id and withdrawn_at is null and platform.sees('system', 'staff')
$function$;
grant execute on function entitlements.facts_of(text,text) to public;

CREATE OR REPLACE FUNCTION entitlements.held(of_booking text, of_key text)
 RETURNS TABLE(account_id bigint, unit text, units bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  if exists (select from hold h where h.key = of_key and h.booking <> of_booking) then
    raise exception 'the key % was used for something else', of_key using errcode = '23505';
  end if;
  return query
    select a.id, a.unit, l.units from hold h join hold_line l on l.hold_id = h.id join account a on a.id = l.account_id
    where h.key = of_key order by a.id;
end $function$;
grant execute on function entitlements.held(text,text) to public;

CREATE OR REPLACE FUNCTION entitlements.held_among(accounts bigint[])
 RETURNS TABLE(account_id bigint, units bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select l.account_id, sum(l.units)::bigint
  from hold_line l join hold h on h.id = l.hold_id
  where l.account_id = any(accounts) and l.open and h.ended_at is null and (h.until is null or h.until > platform.now())
  group by l.account_id
$function$;
grant execute on function entitlements.held_among(bigint[]) to public;

CREATE OR REPLACE FUNCTION entitlements.held_of(account bigint)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
RETURN (SELECT (COALESCE(sum(l.units), (0)::numeric))::bigint AS "coalesce" FROM (entitlements.hold_line l JOIN entitlements.hold h ON ((h.id = l.hold_id))) WHERE ((l.account_id = held_of.account) AND l.open AND (h.ended_at IS NULL) AND ((h.until IS NULL) OR (h.until > platform.now()))));
grant execute on function entitlements.held_of(bigint) to public;

CREATE OR REPLACE FUNCTION entitlements.holds_of(of_booking text)
 RETURNS TABLE(hold_id bigint, day date, active boolean, account_id bigint, unit text, units bigint, unlimited boolean, free bigint, starts date, ends date, holder_kind text, holder_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select h.id, h.day, h.until is null or h.until > platform.now(), a.id, a.unit, l.units, a.unlimited, a.balance - held_of(a.id), a.starts, a.ends,
    a.holder_kind, a.holder_id
  from hold h join hold_line l on l.hold_id = h.id join account a on a.id = l.account_id
  where h.booking = of_booking and h.ended_at is null and may_spend(a.holder_kind, a.holder_id)
  order by h.id, a.ends, a.id
$function$;
grant execute on function entitlements.holds_of(text) to public;

CREATE OR REPLACE FUNCTION entitlements.lock_holders(keys text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  perform from (select distinct split_part(key, '/', 1) as kind, split_part(key, '/', 2) as id from unnest(keys) key) k
    join holder h on h.kind = k.kind and h.id = k.id
    order by h.kind, h.id for update of h;
end $function$;
grant execute on function entitlements.lock_holders(text[]) to public;

CREATE OR REPLACE FUNCTION entitlements.lock_payers(of_booking text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  perform lock_holders(array(
    select a.holder_kind || '/' || a.holder_id
    from hold h join hold_line l on l.hold_id = h.id join account a on a.id = l.account_id where h.booking = of_booking and h.ended_at is null
    union
    select a.holder_kind || '/' || a.holder_id
    from posting p join line l on l.posting_id = p.id join account a on a.id = l.account_id where p.booking = of_booking
  ));
end $function$;
grant execute on function entitlements.lock_payers(text) to public;

CREATE OR REPLACE FUNCTION entitlements.look_to_confirm(of_booking text, of_key text)
 RETURNS TABLE(again boolean, account_id bigint, unit text, units bigint, day date, active boolean, unlimited boolean, free bigint, starts date, ends date)
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  perform entitlements.lock_payers(of_booking);
  again := true;
  for account_id, unit, units in select * from entitlements.posted(of_booking, of_key) loop return next; end loop;
  if found then return; end if;
  again := false;
  for account_id, unit, units, day, active, unlimited, free, starts, ends in
    select h.account_id, h.unit, h.units, h.day, h.active, h.unlimited, h.free, h.starts, h.ends from entitlements.holds_of(of_booking) h
  loop return next; end loop;
end $function$;
grant execute on function entitlements.look_to_confirm(text,text) to public;

CREATE OR REPLACE FUNCTION entitlements.look_to_spend(what text, of_kind text, of_id text, of_element text, of_occasion text, on_day date, of_booking text, of_key text)
 RETURNS TABLE(again boolean, account_id bigint, unit text, units bigint, account_key text, per text, occasion text, starts date, ends date, unlimited boolean, balance bigint, held bigint)
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  perform entitlements.lock_holders(array[of_kind || '/' || of_id]);
  again := true;
  if what = 'hold' then
    for account_id, unit, units in select * from entitlements.held(of_booking, of_key) loop return next; end loop;
  else
    for account_id, unit, units in select * from entitlements.posted(of_booking, of_key) loop return next; end loop;
  end if;
  if found then return; end if;
  again := false;
  if of_occasion is not null then perform entitlements.open_occasion(of_kind, of_id, of_element, of_occasion, on_day); end if;
  for account_id, unit, account_key, per, occasion, starts, ends, unlimited, balance, held in
    select a.id, a.unit, a.key, a.per, a.occasion, a.starts, a.ends, a.unlimited, a.balance, entitlements.held_of(a.id)
    from entitlements.account a
    where a.holder_kind = of_kind and a.holder_id = of_id and a.element = of_element and on_day between a.starts and a.ends
    order by a.ends, a.id
  loop return next; end loop;
end $function$;
grant execute on function entitlements.look_to_spend(text,text,text,text,text,date,text,text) to public;

CREATE OR REPLACE FUNCTION entitlements.may_spend(of_kind text, of_id text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
RETURN (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR (EXISTS (SELECT FROM entitlements.holder h WHERE ((h.kind = may_spend.of_kind) AND (h.id = may_spend.of_id) AND platform.sees(VARIADIC h.spenders)))));
grant execute on function entitlements.may_spend(text,text) to public;

CREATE OR REPLACE FUNCTION entitlements.may_spend_account(account bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
RETURN (EXISTS (SELECT FROM entitlements.account a WHERE ((a.id = may_spend_account.account) AND entitlements.may_spend(a.holder_kind, a.holder_id))));
grant execute on function entitlements.may_spend_account(bigint) to public;

CREATE OR REPLACE FUNCTION entitlements.open_occasion(of_kind text, of_id text, of_element text, of_occasion text, on_day date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare template account; fresh bigint; posting bigint;
begin
  if not exists (select from holder h where h.kind = of_kind and h.id = of_id and (platform.sees('system', 'staff') or platform.sees(variadic h.spenders))) then
    return;
  end if;
  for template in
    select * from account
    where holder_kind = of_kind and holder_id = of_id and element = of_element and per = 'event' and occasion is null and on_day between starts and ends
    order by id
  loop
    insert into account (holder_kind, holder_id, key, year, element, rule, why, unit, source, per, occasion, starts, ends, unlimited, at_least, confidential, offer_id, owed, opened_at)
    values (template.holder_kind, template.holder_id, template.key || '/' || of_occasion, template.year, template.element, template.rule, template.why, template.unit,
      template.source, 'event', of_occasion, template.starts, template.ends, template.unlimited, template.at_least, template.confidential, template.offer_id, template.owed, platform.now())
    on conflict do nothing
    returning id into fresh;
    if fresh is not null and not template.unlimited and template.owed > 0 then
      insert into posting (key, what, day, at, person_id, words)
        values ('occasion/' || fresh, 'grant', platform.today(), platform.now(), platform.person(), template.why)
        returning id into posting;
      insert into line (posting_id, account_id, against, unit, units)
        values (posting, fresh, null, template.unit, template.owed), (posting, null, 'granted', template.unit, -template.owed);
    end if;
  end loop;
end $function$;
grant execute on function entitlements.open_occasion(text,text,text,text,date) to public;

CREATE OR REPLACE FUNCTION entitlements.posted(of_booking text, of_key text)
 RETURNS TABLE(account_id bigint, unit text, units bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  if exists (select from posting p where p.key = of_key and p.booking is distinct from of_booking) then
    raise exception 'the key % was used for something else', of_key using errcode = '23505';
  end if;
  return query
    select l.account_id, l.unit, abs(l.units)
    from posting p join line l on l.posting_id = p.id
    where p.booking = of_booking and (p.key = of_key or starts_with(p.key, of_key || '/')) and l.account_id is not null
    order by l.account_id;
end $function$;
grant execute on function entitlements.posted(text,text) to public;

CREATE OR REPLACE FUNCTION entitlements.reads_pool(of_pool text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
RETURN (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text, 'partner'::text]) OR (EXISTS (SELECT FROM (entitlements.pool_member m JOIN entitlements.holder h ON (((h.kind = m.holder_kind) AND (h.id = m.holder_id)))) WHERE ((m.pool_id = reads_pool.of_pool) AND platform.sees(VARIADIC h.readers)))));
grant execute on function entitlements.reads_pool(text) to public;

CREATE OR REPLACE FUNCTION entitlements.used_of(of_booking text)
 RETURNS TABLE(account_id bigint, unit text, units bigint, holder_kind text, holder_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
  select a.id, a.unit, -sum(l.units)::bigint, a.holder_kind, a.holder_id
  from posting p join line l on l.posting_id = p.id join account a on a.id = l.account_id
  where p.booking = of_booking and may_spend(a.holder_kind, a.holder_id)
  group by a.id having sum(l.units) < 0 order by a.id
$function$;
grant execute on function entitlements.used_of(text) to public;

CREATE OR REPLACE FUNCTION entitlements.write_confirmed(of_key text, of_booking text, on_day date, of_person uuid, of_words text, of_lines jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  perform end_holds(of_booking, 'confirmed');
  perform write_posting(of_key, 'use', of_booking, on_day, of_person, of_words, of_lines);
end $function$;
grant execute on function entitlements.write_confirmed(text,text,date,uuid,text,jsonb) to public;

CREATE OR REPLACE FUNCTION entitlements.write_hold(of_key text, of_booking text, on_day date, of_until timestamp with time zone, of_person uuid, of_words text, accounts bigint[], of_units bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare made bigint;
begin
  if not platform.sees('system') and (of_person is distinct from platform.person() or not platform.sees('staff') and exists (
    select from unnest(accounts) account where not may_spend_account(account)
  )) then
    raise exception 'row-level security: this is not theirs to hold' using errcode = '42501';
  end if;
  insert into hold (key, booking, day, until, made_at, made_by, words) values (of_key, of_booking, on_day, of_until, platform.now(), of_person, of_words)
    returning id into made;
  insert into hold_line (hold_id, account_id, units) select made, l.account, l.units from unnest(accounts, of_units) l (account, units);
end $function$;
grant execute on function entitlements.write_hold(text,text,date,timestamp with time zone,uuid,text,bigint[],bigint[]) to public;

CREATE OR REPLACE FUNCTION entitlements.write_posting(of_key text, of_what text, of_booking text, on_day date, of_person uuid, of_words text, of_lines jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'entitlements'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
declare made bigint;
begin
  if not platform.sees('system') and (of_person is distinct from platform.person() or not platform.sees('staff') and (
    of_what not in ('use', 'return') or exists (
      select from jsonb_to_recordset(of_lines) l (account_id bigint) where l.account_id is not null and not may_spend_account(l.account_id)
    )
  )) then
    raise exception 'row-level security: this is not theirs to post' using errcode = '42501';
  end if;
  insert into posting (key, what, booking, day, at, person_id, words) values (of_key, of_what, of_booking, on_day, platform.now(), of_person, of_words)
    returning id into made;
  insert into line (posting_id, account_id, against, unit, units)
    select made, l.account_id, l.against, l.unit, l.units from jsonb_to_recordset(of_lines) l (account_id bigint, against text, unit text, units bigint);
end $function$;
grant execute on function entitlements.write_posting(text,text,text,date,uuid,text,jsonb) to public;

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

CREATE OR REPLACE FUNCTION subscriptions.ballots_of(wanted uuid)
 RETURNS TABLE(option integer, ballots bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select b.option, count(*) from subscriptions.gate_ballot b join subscriptions.gate_vote v on v.id = b.vote_id
  where b.vote_id = wanted and (v.ends < platform.today() or platform.sees('system', 'staff'))
  group by b.option
$function$;
grant execute on function subscriptions.ballots_of(uuid) to mesters_web;
grant execute on function subscriptions.ballots_of(uuid) to mesters_worker;

CREATE OR REPLACE FUNCTION subscriptions.check_allocation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'subscriptions'
AS $function$
begin
  perform from invoice where id = new.invoice_id for update;
  perform from payment where id = new.payment_id for update;
  if coalesce(left_of(new.invoice_id), -1) < 0 then
    raise exception 'more than is left of the invoice' using errcode = '23514', constraint = 'allocation_within_invoice';
  end if;
  if (select p.pence from payment p where p.id = new.payment_id) <
    (select sum(a.pence) from payment_allocation a where a.payment_id = new.payment_id and a.released_at is null) then
    raise exception 'more than the payment has' using errcode = '23514', constraint = 'allocation_within_payment';
  end if;
  return null;
end $function$;
grant execute on function subscriptions.check_allocation() to public;

CREATE OR REPLACE FUNCTION subscriptions.check_credit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'subscriptions'
AS $function$
declare still bigint;
begin
  if new.kind <> 'credit-note' then return null; end if;
  perform from invoice where id = new.credits for update;
  -- The new row is counted already.
  still := left_of(new.credits);
  if still is null or still < 0 or not exists (select from invoice i where i.id = new.credits and i.urn = new.urn) then
    raise exception 'a credit note exceeds what is left of its invoice' using errcode = '23514', constraint = 'credit_within_invoice';
  end if;
  return null;
end $function$;
grant execute on function subscriptions.check_credit() to public;

CREATE OR REPLACE FUNCTION subscriptions.check_lines()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'subscriptions'
AS $function$
declare of_invoice uuid;
begin
  of_invoice := case tg_table_name when 'invoice' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'invoice_id')::uuid end;
  if (select pence from invoice where id = of_invoice) is distinct from (select sum(pence) from invoice_line where invoice_id = of_invoice) then
    raise exception 'the lines of an invoice do not sum to it' using errcode = '23514', constraint = 'invoice_sum';
  end if;
  return null;
end $function$;
grant execute on function subscriptions.check_lines() to public;

CREATE OR REPLACE FUNCTION subscriptions.check_release()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.released_at is not null or (new.payment_id, new.invoice_id, new.pence) is distinct from (old.payment_id, old.invoice_id, old.pence) then
    raise exception 'an allocation is only taken off' using errcode = '23514', constraint = 'never_altered';
  end if;
  return new;
end $function$;
grant execute on function subscriptions.check_release() to public;

CREATE OR REPLACE FUNCTION subscriptions.income(of_year text)
 RETURNS TABLE(schools bigint, pence bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'subscriptions'
AS $function$
  select count(*), coalesce(sum(y.fee_pence), 0)::bigint
  from contract_year y join contract c on c.id = y.contract_id
  where y.year = of_year and c.active_at is not null and c.withdrawn_at is null and platform.sees('system', 'staff', 'commissioner')
$function$;
grant execute on function subscriptions.income(text) to public;

CREATE OR REPLACE FUNCTION subscriptions.keep_contract()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.completed_at is not null and
    (new.offer_id, new.plan, new.starts, new.form_sent_at, new.completed_at, new.completed_by, new.signed_name, new.signed_role, new.terms_file, new.terms_sha256, new.pool_with)
    is distinct from
    (old.offer_id, old.plan, old.starts, old.form_sent_at, old.completed_at, old.completed_by, old.signed_name, old.signed_role, old.terms_file, old.terms_sha256, old.pool_with)
  then
    raise exception 'what was signed is not changed' using errcode = '23514', constraint = 'contract_signed';
  end if;
  if old.withdrawn_at is not null and new is distinct from old then
    raise exception 'what was withdrawn is not changed' using errcode = '23514', constraint = 'contract_withdrawn';
  end if;
  if (old.accepted_at is not null and new.accepted_at is distinct from old.accepted_at)
    or (old.active_at is not null and new.active_at is distinct from old.active_at) then
    raise exception 'what is binding stays so' using errcode = '23514', constraint = 'contract_binding';
  end if;
  if (new.form_sent_at, new.form_sent_by, new.accepted_at, new.accepted_by, new.active_at)
    is distinct from (old.form_sent_at, old.form_sent_by, old.accepted_at, old.accepted_by, old.active_at)
    and not platform.sees('system', 'staff')
  then
    raise exception 'the office does this' using errcode = '42501';
  end if;
  return new;
end $function$;
grant execute on function subscriptions.keep_contract() to public;

CREATE OR REPLACE FUNCTION subscriptions.left_of(of_invoice uuid)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'subscriptions'
AS $function$
  select i.pence
    - coalesce((select sum(c.pence) from invoice c where c.credits = i.id), 0)
    - coalesce((select sum(a.pence) from payment_allocation a where a.invoice_id = i.id and a.released_at is null), 0)
  from invoice i where i.id = of_invoice and i.kind = 'invoice'
$function$;

CREATE OR REPLACE FUNCTION subscriptions.number_invoice()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'subscriptions'
AS $function$
begin
  perform from series where kind = new.kind for update;
  if exists (select from invoice where key = new.key) then return null; end if;
  update series set last = last + 1 where kind = new.kind returning last into new.number;
  return new;
end $function$;
grant execute on function subscriptions.number_invoice() to public;

CREATE OR REPLACE FUNCTION subscriptions.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is never altered', tg_table_name using errcode = '23514', constraint = 'never_altered';
end $function$;
grant execute on function subscriptions.refuse_change() to public;

CREATE OR REPLACE FUNCTION subscriptions.sees_school(level text, of integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (platform.sees(VARIADIC ARRAY[((level || '/'::text) || of)]) OR (EXISTS (WITH RECURSIVE line(urn, step) AS (SELECT s.successor, 1 AS "?column?" FROM schools.succession s WHERE ((s.predecessor = sees_school.of) AND (s.kind = 'conversion'::text)) UNION SELECT s.successor, (l.step + 1) FROM (line l JOIN schools.succession s ON ((s.predecessor = l.urn))) WHERE ((s.kind = 'conversion'::text) AND (l.step < 20))) SELECT FROM line WHERE platform.sees(VARIADIC ARRAY[((sees_school.level || '/'::text) || line.urn)]))));
grant execute on function subscriptions.sees_school(text,integer) to public;

create table bookings.booking (
  id uuid not null,
  key text not null,
  order_key text not null,
  holder_kind text not null,
  holder_id text not null,
  offer_id uuid not null,
  year text not null,
  element text not null,
  service text,
  tier text,
  rule text,
  kind text,
  occasion text,
  units bigint,
  unit text,
  price bigint,
  day date,
  counts_on date not null,
  what text not null,
  notes text not null default ''::text,
  made_at timestamp with time zone not null,
  made_by uuid,
  quoted_at timestamp with time zone,
  quoted_by uuid,
  quote_until date,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  held_at timestamp with time zone,
  held_by uuid,
  held_until timestamp with time zone,
  confirmed_at timestamp with time zone,
  confirmed_by uuid,
  delivered_at timestamp with time zone,
  delivered_by uuid,
  delivered_on date,
  delivered_units bigint,
  evidence text,
  evidence_link text,
  cancelled_at timestamp with time zone,
  cancelled_by uuid,
  cancelled_why text,
  returned boolean,
  constraint booking_pkey PRIMARY KEY (id),
  constraint booking_key_key UNIQUE (key),
  constraint booking_holder_kind_holder_id_fkey FOREIGN KEY (holder_kind, holder_id) REFERENCES entitlements.holder(kind, id),
  constraint booking_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offer.published(id),
  constraint booking_check CHECK ((units IS NULL) = (unit IS NULL)),
  constraint booking_check1 CHECK (tier IS NULL OR service IS NOT NULL),
  constraint booking_check10 CHECK (confirmed_at IS NULL OR held_at IS NOT NULL),
  constraint booking_check11 CHECK (confirmed_at >= held_at),
  constraint booking_check12 CHECK (delivered_at IS NULL OR confirmed_at IS NOT NULL),
  constraint booking_check13 CHECK (delivered_at >= confirmed_at),
  constraint booking_check14 CHECK ((delivered_at IS NULL) = (delivered_on IS NULL)),
  constraint booking_check15 CHECK ((delivered_at IS NULL) = (evidence IS NULL)),
  constraint booking_check16 CHECK (delivered_units IS NULL OR delivered_at IS NOT NULL),
  constraint booking_check17 CHECK (cancelled_at >= made_at),
  constraint booking_check18 CHECK (cancelled_at IS NULL OR delivered_at IS NULL),
  constraint booking_check19 CHECK ((cancelled_at IS NULL) = (returned IS NULL) AND (cancelled_at IS NULL) = (cancelled_why IS NULL)),
  constraint booking_check2 CHECK (quoted_at >= made_at),
  constraint booking_check20 CHECK (rule IS NULL OR service IS NULL),
  constraint booking_check3 CHECK ((quoted_at IS NULL) = (quote_until IS NULL)),
  constraint booking_check4 CHECK (accepted_at IS NULL OR quoted_at IS NOT NULL),
  constraint booking_check5 CHECK (accepted_at >= quoted_at),
  constraint booking_check6 CHECK (held_at >= made_at),
  constraint booking_check7 CHECK (held_at IS NULL OR quoted_at IS NULL OR accepted_at IS NOT NULL),
  constraint booking_check8 CHECK (held_until IS NULL OR held_at IS NOT NULL),
  constraint booking_check9 CHECK (held_until >= held_at),
  constraint booking_delivered_units_check CHECK (delivered_units > 0),
  constraint booking_evidence_link_check CHECK (evidence_link ~ '^(https?://|/)'::text),
  constraint booking_key_check CHECK (key <> ''::text),
  constraint booking_order_key_check CHECK (order_key <> ''::text),
  constraint booking_price_check CHECK (price >= 0),
  constraint booking_units_check CHECK (units > 0),
  constraint booking_what_check CHECK (what <> ''::text),
  constraint booking_paid TRIGGER DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX booking_holder ON bookings.booking USING btree (holder_kind, holder_id, year);
CREATE INDEX booking_offer ON bookings.booking USING btree (offer_id);
CREATE INDEX booking_open ON bookings.booking USING btree (made_at) WHERE ((delivered_at IS NULL) AND (cancelled_at IS NULL));
CREATE INDEX booking_order ON bookings.booking USING btree (order_key);
CREATE TRIGGER booking_begun BEFORE INSERT ON bookings.booking FOR EACH ROW EXECUTE FUNCTION bookings.begin_booking();
CREATE TRIGGER booking_kept BEFORE UPDATE ON bookings.booking FOR EACH ROW EXECUTE FUNCTION bookings.keep_booking();
CREATE CONSTRAINT TRIGGER booking_paid AFTER INSERT OR UPDATE ON bookings.booking DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bookings.check_paid();
alter table bookings.booking enable row level security;
alter table bookings.booking force row level security;
create policy booking_books on bookings.booking for all to mesters_owner
  using (true)
  with check (true);
create policy booking_change on bookings.booking for update to mesters_web, mesters_worker
  using (bookings.spends(holder_kind, holder_id))
  with check (bookings.spends(holder_kind, holder_id));
create policy booking_make on bookings.booking for insert to mesters_web, mesters_worker
  with check ((bookings.spends(holder_kind, holder_id) AND ((NOT (made_by IS DISTINCT FROM platform.person())) OR platform.sees(VARIADIC ARRAY['system'::text]))));
create policy booking_read on bookings.booking for select to mesters_web, mesters_worker
  using ((bookings.reads_holder(holder_kind, holder_id) OR bookings.reads(id) OR (EXISTS ( SELECT FROM bookings.booking_for f WHERE ((f.booking_id = booking.id) AND bookings.sees_school('school'::text, f.urn))))));
grant insert, select on bookings.booking to mesters_web;
grant insert, select on bookings.booking to mesters_worker;

create table bookings.booking_for (
  booking_id uuid not null,
  urn integer not null,
  constraint booking_for_pkey PRIMARY KEY (booking_id, urn),
  constraint booking_for_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES bookings.booking(id),
  constraint booking_for_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn)
);
CREATE INDEX booking_for_school ON bookings.booking_for USING btree (urn);
alter table bookings.booking_for enable row level security;
alter table bookings.booking_for force row level security;
create policy booking_for_books on bookings.booking_for for all to mesters_owner
  using (true)
  with check (true);
create policy booking_for_make on bookings.booking_for for insert to mesters_web, mesters_worker
  with check (bookings.acts(booking_id));
create policy booking_for_read on bookings.booking_for for select to mesters_web, mesters_worker
  using ((bookings.reads(booking_id) OR bookings.sees_school('school'::text, urn)));
grant insert, select on bookings.booking_for to mesters_web;
grant insert, select on bookings.booking_for to mesters_worker;

create table bookings.booking_payer (
  booking_id uuid not null,
  n integer not null,
  holder_kind text not null,
  holder_id text not null,
  how text not null,
  pays text,
  units bigint not null,
  unit text not null,
  pence bigint,
  urn integer,
  source text not null,
  constraint booking_payer_pkey PRIMARY KEY (booking_id, n),
  constraint booking_payer_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES bookings.booking(id),
  constraint booking_payer_holder_kind_holder_id_fkey FOREIGN KEY (holder_kind, holder_id) REFERENCES entitlements.holder(kind, id),
  constraint booking_payer_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint booking_payer_check CHECK ((how = 'account'::text) = (pays IS NOT NULL)),
  constraint booking_payer_check1 CHECK ((how = 'invoice'::text) = (pence IS NOT NULL) AND (how = 'invoice'::text) = (urn IS NOT NULL)),
  constraint booking_payer_how_check CHECK (how = ANY (ARRAY['account'::text, 'invoice'::text, 'asked'::text])),
  constraint booking_payer_n_check CHECK (n > 0),
  constraint booking_payer_pence_check CHECK (pence > 0),
  constraint booking_payer_source_check CHECK (source <> ''::text),
  constraint booking_payer_units_check CHECK (units > 0)
);
CREATE INDEX booking_payer_holder ON bookings.booking_payer USING btree (holder_kind, holder_id);
CREATE INDEX booking_payer_school ON bookings.booking_payer USING btree (urn);
CREATE TRIGGER booking_payer_kept BEFORE INSERT ON bookings.booking_payer FOR EACH ROW EXECUTE FUNCTION bookings.keep_payer();
alter table bookings.booking_payer enable row level security;
alter table bookings.booking_payer force row level security;
create policy booking_payer_again on bookings.booking_payer for delete to mesters_web, mesters_worker
  using (bookings.acts(booking_id));
create policy booking_payer_books on bookings.booking_payer for all to mesters_owner
  using (true)
  with check (true);
create policy booking_payer_make on bookings.booking_payer for insert to mesters_web, mesters_worker
  with check ((bookings.acts(booking_id) AND bookings.spends(holder_kind, holder_id)));
create policy booking_payer_read on bookings.booking_payer for select to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM bookings.booking b WHERE (b.id = booking_payer.booking_id))));
grant delete, insert, select on bookings.booking_payer to mesters_web;
grant delete, insert, select on bookings.booking_payer to mesters_worker;

create table bookings.booking_person (
  booking_id uuid not null,
  person_id uuid not null,
  constraint booking_person_pkey PRIMARY KEY (booking_id, person_id),
  constraint booking_person_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES bookings.booking(id),
  constraint booking_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES schools.person(id)
);
CREATE INDEX booking_person_person ON bookings.booking_person USING btree (person_id);
alter table bookings.booking_person enable row level security;
alter table bookings.booking_person force row level security;
create policy booking_person_books on bookings.booking_person for all to mesters_owner
  using (true)
  with check (true);
create policy booking_person_end on bookings.booking_person for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text, 'partner'::text]));
create policy booking_person_make on bookings.booking_person for insert to mesters_web, mesters_worker
  with check ((bookings.acts(booking_id) AND platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text, 'partner'::text])));
create policy booking_person_read on bookings.booking_person for select to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM bookings.booking b WHERE (b.id = booking_person.booking_id))));
grant delete, insert, select on bookings.booking_person to mesters_web;
grant delete, insert, select on bookings.booking_person to mesters_worker;

create table data.early_results (
  dataset text not null,
  seen_by text not null,
  set_at timestamp with time zone not null,
  set_by uuid,
  constraint early_results_pkey PRIMARY KEY (dataset),
  constraint early_results_dataset_check CHECK (dataset <> ''::text),
  constraint early_results_seen_by_check CHECK (seen_by = ANY (ARRAY['analysts'::text, 'staff'::text, 'schools'::text]))
);
alter table data.early_results enable row level security;
alter table data.early_results force row level security;
create policy early_results_add on data.early_results for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
create policy early_results_change on data.early_results for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]))
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
create policy early_results_read on data.early_results for select to mesters_web, mesters_worker
  using (true);
create policy early_results_remove on data.early_results for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select, update on data.early_results to mesters_web;
grant delete, insert, select, update on data.early_results to mesters_worker;

create table data.figure (
  release_id integer not null,
  line integer not null,
  urn integer,
  area text,
  measure text not null,
  pupil_group text not null,
  year integer not null,
  shown text not null,
  value numeric,
  numerator numeric,
  denominator numeric,
  low numeric,
  high numeric,
  band smallint,
  constraint figure_urn_area_measure_pupil_group_year_release_id_key UNIQUE NULLS NOT DISTINCT (urn, area, measure, pupil_group, year, release_id),
  constraint figure_area_check CHECK (area <> ''::text),
  constraint figure_band_check CHECK (band >= 1 AND band <= 5),
  constraint figure_check CHECK (high >= low),
  constraint figure_check1 CHECK ((urn IS NULL) <> (area IS NULL)),
  constraint figure_denominator_check CHECK (denominator >= 0::numeric),
  constraint figure_line_check CHECK (line > 0),
  constraint figure_measure_check CHECK (measure <> ''::text),
  constraint figure_numerator_check CHECK (numerator >= 0::numeric),
  constraint figure_pupil_group_check CHECK (pupil_group <> ''::text),
  constraint figure_shown_check CHECK (shown <> ''::text),
  constraint figure_urn_check CHECK (urn >= 100000 AND urn <= 999999),
  constraint figure_year_check CHECK (year >= 1990 AND year <= 2100)
);
CREATE INDEX figure_release ON data.figure USING btree (release_id);
CREATE TRIGGER keep_added AFTER INSERT ON data.figure REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION data.keep_figures();
CREATE TRIGGER keep_removed AFTER DELETE ON data.figure REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION data.keep_figures();
alter table data.figure enable row level security;
alter table data.figure force row level security;
create policy figure_add on data.figure for insert to mesters_web, mesters_worker
  with check (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
create policy figure_read on data.figure for select to mesters_web, mesters_worker
  using (((release_id = ANY (( SELECT data.accepted_releases() AS accepted_releases)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
create policy figure_remove on data.figure for delete to mesters_web, mesters_worker
  using (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
grant delete, insert, select on data.figure to mesters_web;
grant delete, insert, select on data.figure to mesters_worker;

create table data.measured (
  run_id integer not null,
  audience text not null,
  urn integer,
  area text,
  measure text not null,
  pupil_group text not null,
  period text not null,
  year integer not null,
  shown text not null,
  value numeric,
  numerator numeric,
  denominator numeric,
  pupils integer,
  low numeric,
  high numeric,
  band smallint,
  reason text,
  constraint measured_run_id_fkey FOREIGN KEY (run_id) REFERENCES data.run(id),
  constraint measured_area_check CHECK (area <> ''::text),
  constraint measured_audience_check CHECK (audience = ANY (ARRAY['inside'::text, 'outside'::text])),
  constraint measured_band_check CHECK (band >= 1 AND band <= 5),
  constraint measured_check CHECK (high >= low),
  constraint measured_check1 CHECK ((urn IS NULL) <> (area IS NULL)),
  constraint measured_check2 CHECK (audience = 'inside'::text OR numerator IS NULL AND reason IS NULL),
  constraint measured_denominator_check CHECK (denominator >= 0::numeric),
  constraint measured_measure_check CHECK (measure <> ''::text),
  constraint measured_period_check CHECK (period <> ''::text),
  constraint measured_pupil_group_check CHECK (pupil_group <> ''::text),
  constraint measured_pupils_check CHECK (pupils > 0),
  constraint measured_reason_check CHECK (reason = ANY (ARRAY['small'::text, 'complementary'::text, 'few-schools'::text])),
  constraint measured_shown_check CHECK (shown <> ''::text),
  constraint measured_urn_check CHECK (urn >= 100000 AND urn <= 999999),
  constraint measured_year_check CHECK (year >= 1990 AND year <= 2100)
);
CREATE INDEX measured_area ON data.measured USING btree (area, pupil_group, measure) WHERE (area IS NOT NULL);
CREATE INDEX measured_run ON data.measured USING btree (run_id);
CREATE INDEX measured_school ON data.measured USING btree (urn, audience, measure, pupil_group) WHERE (urn IS NOT NULL);
alter table data.measured enable row level security;
alter table data.measured force row level security;
create policy measured_add on data.measured for insert to mesters_web, mesters_worker
  with check (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
create policy measured_read on data.measured for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR ((run_id = ANY (( SELECT data.current_runs() AS current_runs)::integer[])) AND (((audience = 'outside'::text) AND ( SELECT (COALESCE(current_setting('app.sees'::text, true), ''::text) <> ''::text))) OR ((audience = 'inside'::text) AND (( SELECT platform.sees(VARIADIC ARRAY['pupil/*'::text]) AS sees) OR (urn = ANY (( SELECT data.inside_schools() AS inside_schools)::integer[])) OR ((reason IS DISTINCT FROM 'small'::text) AND (urn = ANY (( SELECT data.governed_schools() AS governed_schools)::integer[]))) OR ((area ~~ 'trust/%'::text) AND platform.sees(VARIADIC ARRAY[('trust-leader/'::text || substr(area, 7))]))))))));
create policy measured_remove on data.measured for delete to mesters_web, mesters_worker
  using (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
grant delete, insert, select on data.measured to mesters_web;
grant delete, insert, select on data.measured to mesters_worker;

create table data.pack (
  run_id integer not null,
  urn integer,
  partnership_id text,
  pdf uuid not null,
  sheet uuid not null,
  audience text not null,
  level text not null generated always as (
CASE audience
    WHEN 'everybody'::text THEN 'public'::text
    WHEN 'leaders'::text THEN ('leader/'::text || (urn)::text)
    ELSE COALESCE(('school/'::text || (urn)::text), ('partnership/'::text || partnership_id))
END) stored,
  runs integer[] not null,
  constraint pack_run_id_urn_partnership_id_audience_key UNIQUE NULLS NOT DISTINCT (run_id, urn, partnership_id, audience),
  constraint pack_pdf_fkey FOREIGN KEY (pdf) REFERENCES platform.file(id),
  constraint pack_run_id_fkey FOREIGN KEY (run_id) REFERENCES data.pack_run(id),
  constraint pack_sheet_fkey FOREIGN KEY (sheet) REFERENCES platform.file(id),
  constraint pack_audience_check CHECK (audience = ANY (ARRAY['everybody'::text, 'governors'::text, 'leaders'::text])),
  constraint pack_check CHECK ((urn IS NULL) <> (partnership_id IS NULL)),
  constraint pack_partnership_id_check CHECK (partnership_id <> ''::text),
  constraint pack_urn_check CHECK (urn >= 100000 AND urn <= 999999)
);
CREATE INDEX pack_pdf ON data.pack USING btree (pdf);
CREATE INDEX pack_sheet ON data.pack USING btree (sheet);
alter table data.pack enable row level security;
alter table data.pack force row level security;
create policy pack_read on data.pack for select to mesters_web, mesters_worker
  using (((run_id = ANY (( SELECT data.published_pack_runs() AS published_pack_runs)::integer[])) AND ((level = 'public'::text) OR platform.sees(VARIADIC ARRAY[level]))));
create policy pack_work on data.pack for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]))
  with check (platform.sees(VARIADIC ARRAY['system'::text]));
grant delete, insert, select on data.pack to mesters_web;
grant delete, insert, select on data.pack to mesters_worker;

create table data.pack_run (
  id integer not null generated always as identity,
  status text not null,
  releases integer[] not null,
  printed date not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  published_at timestamp with time zone,
  packs integer,
  failed jsonb not null default '[]'::jsonb,
  constraint pack_run_pkey PRIMARY KEY (id),
  constraint pack_run_check CHECK ((status = 'published'::text) = (published_at IS NOT NULL)),
  constraint pack_run_check1 CHECK ((status = 'published'::text) = (packs IS NOT NULL)),
  constraint pack_run_failed_check CHECK (jsonb_array_length(failed) >= 0),
  constraint pack_run_packs_check CHECK (packs >= 0),
  constraint pack_run_status_check CHECK (status = ANY (ARRAY['making'::text, 'published'::text, 'stopped'::text]))
);
CREATE INDEX pack_run_published ON data.pack_run USING btree (published_at DESC) WHERE (status = 'published'::text);
CREATE UNIQUE INDEX pack_run_making ON data.pack_run USING btree (status) WHERE (status = 'making'::text);
alter table data.pack_run enable row level security;
alter table data.pack_run force row level security;
create policy pack_run_read on data.pack_run for select to mesters_web, mesters_worker
  using ((status = 'published'::text));
create policy pack_run_work on data.pack_run for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]))
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant insert, select, update on data.pack_run to mesters_web;
grant insert, select, update on data.pack_run to mesters_worker;

create table data.pupil (
  release_id integer not null,
  urn integer not null,
  upn text not null,
  surname text not null,
  forename text not null,
  born date not null,
  sex text not null,
  year_group text not null,
  constraint pupil_pkey PRIMARY KEY (release_id, urn, upn),
  constraint pupil_sex_check CHECK (sex = ANY (ARRAY['F'::text, 'M'::text, 'U'::text])),
  constraint pupil_upn_check CHECK (upn ~ '^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$'::text)
);
CREATE INDEX pupil_school ON data.pupil USING btree (urn, release_id);
CREATE TRIGGER keep_added AFTER INSERT ON data.pupil REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION data.keep_pupils();
CREATE TRIGGER keep_removed AFTER DELETE ON data.pupil REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION data.keep_pupils();
alter table data.pupil enable row level security;
alter table data.pupil force row level security;
create policy pupil_add on data.pupil for insert to mesters_web, mesters_worker
  with check (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
create policy pupil_read on data.pupil for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR (platform.sees(VARIADIC ARRAY['pupil/*'::text, ('pupil/'::text || urn)]) AND (release_id = ANY (( SELECT data.accepted_releases() AS accepted_releases)::integer[])))));
create policy pupil_remove on data.pupil for delete to mesters_web, mesters_worker
  using (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
grant delete, insert, select on data.pupil to mesters_web;
grant delete, insert, select on data.pupil to mesters_worker;

create table data.pupil_result (
  run_id integer not null,
  urn integer not null,
  upn text not null,
  groups jsonb not null,
  results jsonb not null,
  constraint pupil_result_run_id_fkey FOREIGN KEY (run_id) REFERENCES data.run(id),
  constraint pupil_result_upn_check CHECK (upn <> ''::text),
  constraint pupil_result_urn_check CHECK (urn >= 100000 AND urn <= 999999)
);
CREATE INDEX pupil_result_run ON data.pupil_result USING btree (run_id);
CREATE INDEX pupil_result_school ON data.pupil_result USING btree (urn, run_id);
alter table data.pupil_result enable row level security;
alter table data.pupil_result force row level security;
create policy pupil_result_add on data.pupil_result for insert to mesters_web, mesters_worker
  with check (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
create policy pupil_result_read on data.pupil_result for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR (platform.sees(VARIADIC ARRAY['pupil/*'::text, ('pupil/'::text || urn)]) AND (run_id = ANY (( SELECT data.current_runs() AS current_runs)::integer[])))));
create policy pupil_result_remove on data.pupil_result for delete to mesters_web, mesters_worker
  using (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
grant delete, insert, select on data.pupil_result to mesters_web;
grant delete, insert, select on data.pupil_result to mesters_worker;

create table data.reject (
  release_id integer not null,
  line integer not null,
  column integer,
  heading text,
  value text,
  reason text not null,
  constraint reject_release_id_fkey FOREIGN KEY (release_id) REFERENCES data.release(id)
);
CREATE INDEX reject_release ON data.reject USING btree (release_id, line);
alter table data.reject enable row level security;
alter table data.reject force row level security;
create policy reject_work on data.reject for all to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text]) OR (platform.sees(VARIADIC ARRAY['imports/*'::text]) AND (platform.sees(VARIADIC ARRAY['pupil/*'::text]) OR (EXISTS ( SELECT FROM data.release r WHERE ((r.id = reject.release_id) AND (r.level = 'public'::text))))))))
  with check (platform.sees(VARIADIC ARRAY['system'::text]));
grant delete, insert, select on data.reject to mesters_web;
grant delete, insert, select on data.reject to mesters_worker;

create table data.release (
  id integer not null generated always as identity,
  name text,
  dataset text not null,
  year integer,
  stage text not null,
  status text not null,
  shape text,
  file_name text not null,
  sha256 text not null,
  la integer,
  upload uuid,
  kept uuid,
  counts jsonb not null default '{}'::jsonb,
  columns jsonb not null default '[]'::jsonb,
  unknown_columns text[] not null default '{}'::text[],
  digest text,
  problem text,
  made_at timestamp with time zone not null,
  made_by uuid,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  level text not null,
  constraint release_pkey PRIMARY KEY (id),
  constraint release_name_key UNIQUE (name),
  constraint release_kept_fkey FOREIGN KEY (kept) REFERENCES platform.file(id),
  constraint release_upload_fkey FOREIGN KEY (upload) REFERENCES platform.file(id) ON DELETE SET NULL,
  constraint release_check CHECK ((status = 'accepted'::text) = (accepted_at IS NOT NULL)),
  constraint release_check1 CHECK ((status = 'accepted'::text) = (name IS NOT NULL)),
  constraint release_check2 CHECK (status <> 'accepted'::text OR year IS NOT NULL AND digest IS NOT NULL AND kept IS NOT NULL),
  constraint release_dataset_check CHECK (dataset <> ''::text),
  constraint release_digest_check CHECK (digest ~ '^[0-9a-f]{64}$'::text),
  constraint release_file_name_check CHECK (file_name <> ''::text),
  constraint release_la_check CHECK (la >= 201 AND la <= 999),
  constraint release_level_check CHECK (level = ANY (ARRAY['public'::text, 'pupil'::text])),
  constraint release_name_check CHECK (name <> ''::text),
  constraint release_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint release_stage_check CHECK (stage = ANY (ARRAY['initial'::text, 'refined'::text, 'confirmed'::text, 'validated'::text])),
  constraint release_status_check CHECK (status = ANY (ARRAY['checking'::text, 'ready'::text, 'accepted'::text, 'discarded'::text, 'failed'::text])),
  constraint release_year_check CHECK (year >= 1990 AND year <= 2100)
);
CREATE INDEX release_accepted ON data.release USING btree (dataset, year) WHERE (status = 'accepted'::text);
CREATE INDEX release_kept ON data.release USING btree (kept);
CREATE INDEX release_made_at ON data.release USING btree (made_at DESC);
CREATE INDEX release_upload ON data.release USING btree (upload);
CREATE TRIGGER keep_release BEFORE UPDATE ON data.release FOR EACH ROW EXECUTE FUNCTION data.keep_release();
alter table data.release enable row level security;
alter table data.release force row level security;
create policy release_early on data.release as restrictive for select to mesters_web, mesters_worker
  using (((stage = 'validated'::text) OR (NOT (dataset = ANY (( SELECT data.held_back() AS held_back)::text[])))));
create policy release_read on data.release for select to mesters_web, mesters_worker
  using (((status = 'accepted'::text) AND ((level = 'public'::text) OR (platform.person() IS NOT NULL))));
create policy release_work on data.release for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]))
  with check ((platform.sees(VARIADIC ARRAY['system'::text]) OR (platform.sees(VARIADIC ARRAY['imports/*'::text]) AND ((level = 'public'::text) OR platform.sees(VARIADIC ARRAY['pupil/*'::text])))));
grant insert, select, update on data.release to mesters_web;
grant insert, select, update on data.release to mesters_worker;

create table data.release_school (
  release_id integer not null,
  urn integer not null,
  rows integer not null,
  constraint release_school_pkey PRIMARY KEY (release_id, urn),
  constraint release_school_release_id_fkey FOREIGN KEY (release_id) REFERENCES data.release(id),
  constraint release_school_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint release_school_rows_check CHECK (rows > 0)
);
CREATE INDEX release_school_urn ON data.release_school USING btree (urn);
CREATE TRIGGER keep_added AFTER INSERT ON data.release_school REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION data.keep_pupils();
CREATE TRIGGER keep_removed AFTER DELETE ON data.release_school REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION data.keep_pupils();
alter table data.release_school enable row level security;
alter table data.release_school force row level security;
create policy release_school_add on data.release_school for insert to mesters_web, mesters_worker
  with check (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
create policy release_school_read on data.release_school for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]) OR ((platform.person() IS NOT NULL) AND (release_id = ANY (( SELECT data.accepted_releases() AS accepted_releases)::integer[])))));
create policy release_school_remove on data.release_school for delete to mesters_web, mesters_worker
  using (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
grant delete, insert, select on data.release_school to mesters_web;
grant delete, insert, select on data.release_school to mesters_worker;

create table data.run (
  id integer not null generated always as identity,
  dataset text not null,
  year integer not null,
  inputs integer[] not null,
  tables integer[] not null,
  recipe text not null,
  digest text,
  missing jsonb not null default '[]'::jsonb,
  made_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  outside_rule integer not null,
  stands_for integer,
  constraint run_pkey PRIMARY KEY (id),
  constraint run_stands_for_fkey FOREIGN KEY (stands_for) REFERENCES data.run(id),
  constraint run_check CHECK ((finished_at IS NULL) = (digest IS NULL)),
  constraint run_dataset_check CHECK (dataset <> ''::text),
  constraint run_digest_check CHECK (digest ~ '^[0-9a-f]{64}$'::text),
  constraint run_inputs_check CHECK (cardinality(inputs) > 0),
  constraint run_outside_rule_check CHECK (outside_rule > 0),
  constraint run_recipe_check CHECK (recipe ~ '^[0-9a-f]{64}$'::text),
  constraint run_year_check CHECK (year >= 1990 AND year <= 2100)
);
CREATE INDEX run_of ON data.run USING btree (dataset, year, id DESC);
CREATE INDEX run_stands_for ON data.run USING btree (stands_for);
CREATE TRIGGER keep_run BEFORE DELETE OR UPDATE ON data.run FOR EACH ROW EXECUTE FUNCTION data.keep_run();
alter table data.run enable row level security;
alter table data.run force row level security;
create policy run_add on data.run for insert to mesters_web, mesters_worker
  with check (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
create policy run_finish on data.run for update to mesters_web, mesters_worker
  using (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees))
  with check (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
create policy run_read on data.run for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR ((finished_at IS NOT NULL) AND (platform.person() IS NOT NULL) AND (inputs <@ ( SELECT data.accepted_releases() AS accepted_releases)))));
create policy run_remove on data.run for delete to mesters_web, mesters_worker
  using (( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees));
grant delete, insert, select, update on data.run to mesters_web;
grant delete, insert, select, update on data.run to mesters_worker;

create table data.supplied_table (
  id integer not null generated always as identity,
  name text not null,
  year integer not null,
  file_name text not null,
  sha256 text not null,
  content text not null,
  rows integer not null,
  supplied_at timestamp with time zone not null,
  supplied_by uuid,
  constraint supplied_table_pkey PRIMARY KEY (id),
  constraint supplied_table_content_check CHECK (content <> ''::text),
  constraint supplied_table_file_name_check CHECK (file_name <> ''::text),
  constraint supplied_table_name_check CHECK (name <> ''::text),
  constraint supplied_table_rows_check CHECK (rows > 0),
  constraint supplied_table_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint supplied_table_year_check CHECK (year >= 1990 AND year <= 2100)
);
CREATE INDEX supplied_table_of ON data.supplied_table USING btree (name, year, id DESC);
alter table data.supplied_table enable row level security;
alter table data.supplied_table force row level security;
create policy supplied_table_add on data.supplied_table for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
create policy supplied_table_read on data.supplied_table for select to mesters_web, mesters_worker
  using (true);
grant insert, select on data.supplied_table to mesters_web;
grant insert, select on data.supplied_table to mesters_worker;

create table data.terms (
  id integer not null generated always as identity,
  version text not null,
  follows text not null,
  title text not null,
  lead text not null,
  sections jsonb not null,
  brought_at timestamp with time zone not null,
  brought_by uuid,
  constraint terms_pkey PRIMARY KEY (id),
  constraint terms_follows_key UNIQUE (follows),
  constraint terms_version_key UNIQUE (version),
  constraint terms_check CHECK (follows <> version),
  constraint terms_lead_check CHECK (lead <> ''::text),
  constraint terms_sections_check CHECK (jsonb_array_length(sections) > 0),
  constraint terms_title_check CHECK (title <> ''::text),
  constraint terms_version_check CHECK (version <> ''::text)
);
alter table data.terms enable row level security;
alter table data.terms force row level security;
create policy terms_bring on data.terms for insert to mesters_web, mesters_worker
  with check ((platform.sees(VARIADIC ARRAY['audit/*'::text]) AND (NOT (brought_by IS DISTINCT FROM platform.person()))));
create policy terms_read on data.terms for select to mesters_web, mesters_worker
  using (((platform.person() IS NOT NULL) OR platform.sees(VARIADIC ARRAY['system'::text])));
grant insert, select on data.terms to mesters_web;
grant insert, select on data.terms to mesters_worker;

create table data.terms_acceptance (
  person_id uuid not null,
  version text not null,
  accepted_at timestamp with time zone not null,
  constraint terms_acceptance_pkey PRIMARY KEY (person_id, version),
  constraint terms_acceptance_version_check CHECK (version <> ''::text)
);
alter table data.terms_acceptance enable row level security;
alter table data.terms_acceptance force row level security;
create policy terms_acceptance_add on data.terms_acceptance for insert to mesters_web, mesters_worker
  with check ((person_id = platform.person()));
create policy terms_acceptance_read on data.terms_acceptance for select to mesters_web, mesters_worker
  using (((person_id = platform.person()) OR platform.sees(VARIADIC ARRAY['audit/*'::text])));
grant insert, select on data.terms_acceptance to mesters_web;
grant insert, select on data.terms_acceptance to mesters_worker;

create table entitlements.account (
  id bigint not null generated always as identity,
  holder_kind text not null,
  holder_id text not null,
  key text not null,
  year text not null,
  element text not null,
  rule text not null,
  why text not null,
  unit text not null,
  source text not null,
  per text not null,
  occasion text,
  origin_id bigint,
  starts date not null,
  ends date not null,
  unlimited boolean not null,
  at_least boolean not null,
  confidential boolean not null,
  offer_id uuid,
  owed bigint not null,
  granted bigint not null default 0,
  used bigint not null default 0,
  moved bigint not null default 0,
  balance bigint not null default 0,
  opened_at timestamp with time zone not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_holder_kind_holder_id_key_key UNIQUE (holder_kind, holder_id, key),
  constraint account_holder_kind_holder_id_fkey FOREIGN KEY (holder_kind, holder_id) REFERENCES entitlements.holder(kind, id),
  constraint account_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offer.published(id),
  constraint account_origin_id_fkey FOREIGN KEY (origin_id) REFERENCES entitlements.account(id),
  constraint account_balance_check CHECK (balance >= 0),
  constraint account_check CHECK (ends >= starts),
  constraint account_check1 CHECK (unlimited OR balance = (granted + moved - used)),
  constraint account_check2 CHECK ((holder_kind = 'pool'::text) = (origin_id IS NOT NULL)),
  constraint account_granted_check CHECK (granted >= 0),
  constraint account_owed_check CHECK (owed >= 0),
  constraint account_per_check CHECK (per = ANY (ARRAY['year'::text, 'event'::text])),
  constraint account_used_check CHECK (used >= 0)
);
CREATE INDEX account_element ON entitlements.account USING btree (holder_kind, holder_id, element, ends, id);
CREATE INDEX account_offer ON entitlements.account USING btree (offer_id);
CREATE INDEX account_origin ON entitlements.account USING btree (origin_id);
CREATE INDEX account_short ON entitlements.account USING btree (ends) WHERE ((granted > owed) AND ((per = 'year'::text) OR (occasion IS NOT NULL)));
alter table entitlements.account enable row level security;
alter table entitlements.account force row level security;
create policy account_books on entitlements.account for all to mesters_owner
  using (true)
  with check (true);
create policy account_open on entitlements.account for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy account_read on entitlements.account for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR (EXISTS ( SELECT FROM entitlements.holder h WHERE ((h.kind = account.holder_kind) AND (h.id = account.holder_id) AND platform.sees(VARIADIC h.readers) AND ((NOT account.confidential) OR platform.sees(VARIADIC h.confidants)))))));
grant select on entitlements.account to mesters_web;
grant select on entitlements.account to mesters_worker;

create table entitlements.fact (
  id bigint not null generated always as identity,
  holder_kind text not null,
  holder_id text not null,
  key text not null,
  kind text not null,
  value jsonb not null,
  starts date not null,
  ends date,
  source text not null,
  confidential boolean not null,
  told_at timestamp with time zone not null,
  told_by uuid,
  withdrawn_at timestamp with time zone,
  constraint fact_pkey PRIMARY KEY (id),
  constraint fact_holder_kind_holder_id_fkey FOREIGN KEY (holder_kind, holder_id) REFERENCES entitlements.holder(kind, id),
  constraint fact_check CHECK (ends >= starts),
  constraint fact_key_check CHECK (key <> ''::text),
  constraint fact_kind_check CHECK (kind ~ '^[a-z][a-z0-9-]*$'::text),
  constraint fact_source_check CHECK (source <> ''::text)
);
CREATE INDEX fact_holder ON entitlements.fact USING btree (holder_kind, holder_id);
CREATE UNIQUE INDEX fact_live ON entitlements.fact USING btree (holder_kind, holder_id, key) WHERE (withdrawn_at IS NULL);
alter table entitlements.fact enable row level security;
alter table entitlements.fact force row level security;
create policy fact_books on entitlements.fact for all to mesters_owner
  using (true)
  with check (true);
create policy fact_read on entitlements.fact for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR (EXISTS ( SELECT FROM entitlements.holder h WHERE ((h.kind = fact.holder_kind) AND (h.id = fact.holder_id) AND platform.sees(VARIADIC CASE WHEN fact.confidential THEN h.confidants ELSE h.readers END))))));
create policy fact_tell on entitlements.fact for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy fact_withdraw on entitlements.fact for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
grant insert, select on entitlements.fact to mesters_web;
grant insert, select on entitlements.fact to mesters_worker;

create table entitlements.hold (
  id bigint not null generated always as identity,
  key text not null,
  booking text not null,
  day date not null,
  until timestamp with time zone,
  made_at timestamp with time zone not null,
  made_by uuid,
  words text not null,
  ended_at timestamp with time zone,
  ended text,
  constraint hold_pkey PRIMARY KEY (id),
  constraint hold_key_key UNIQUE (key),
  constraint hold_check CHECK ((ended_at IS NULL) = (ended IS NULL)),
  constraint hold_ended_check CHECK (ended = ANY (ARRAY['confirmed'::text, 'released'::text])),
  constraint hold_key_check CHECK (key <> ''::text)
);
CREATE INDEX hold_booking ON entitlements.hold USING btree (booking);
CREATE TRIGGER hold_closed AFTER UPDATE ON entitlements.hold FOR EACH ROW EXECUTE FUNCTION entitlements.close_hold();
alter table entitlements.hold enable row level security;
alter table entitlements.hold force row level security;
create policy hold_books on entitlements.hold for all to mesters_owner
  using (true)
  with check (true);
create policy hold_end on entitlements.hold for update to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR (made_by = platform.person()) OR (EXISTS ( SELECT FROM entitlements.holds_of(hold.booking) o(hold_id, day, active, account_id, unit, units, unlimited, free, starts, ends, holder_kind, holder_id) WHERE (o.hold_id = hold.id)))));
create policy hold_make on entitlements.hold for insert to mesters_web, mesters_worker
  with check ((((NOT (made_by IS DISTINCT FROM platform.person())) AND (platform.person() IS NOT NULL)) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy hold_read on entitlements.hold for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR (made_by = ( SELECT platform.person() AS person)) OR (EXISTS ( SELECT FROM entitlements.hold_line l WHERE (l.hold_id = hold.id)))));
grant insert, select on entitlements.hold to mesters_web;
grant insert, select on entitlements.hold to mesters_worker;

create table entitlements.hold_line (
  hold_id bigint not null,
  account_id bigint not null,
  units bigint not null,
  open boolean not null default true,
  constraint hold_line_pkey PRIMARY KEY (hold_id, account_id),
  constraint hold_line_account_id_fkey FOREIGN KEY (account_id) REFERENCES entitlements.account(id),
  constraint hold_line_hold_id_fkey FOREIGN KEY (hold_id) REFERENCES entitlements.hold(id),
  constraint hold_line_units_check CHECK (units > 0)
);
CREATE INDEX hold_line_account ON entitlements.hold_line USING btree (account_id);
CREATE INDEX hold_line_open ON entitlements.hold_line USING btree (account_id) WHERE open;
CREATE TRIGGER hold_line_checked AFTER INSERT ON entitlements.hold_line REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION entitlements.check_hold();
alter table entitlements.hold_line enable row level security;
alter table entitlements.hold_line force row level security;
create policy hold_line_books on entitlements.hold_line for all to mesters_owner
  using (true)
  with check (true);
create policy hold_line_make on entitlements.hold_line for insert to mesters_web, mesters_worker
  with check ((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR entitlements.may_spend_account(account_id)));
create policy hold_line_read on entitlements.hold_line for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR (EXISTS ( SELECT FROM entitlements.account a WHERE (a.id = hold_line.account_id)))));
grant select on entitlements.hold_line to mesters_web;
grant select on entitlements.hold_line to mesters_worker;

create table entitlements.holder (
  kind text not null,
  id text not null,
  readers text[] not null,
  spenders text[] not null,
  confidants text[] not null,
  worked_out_for text[] not null default '{}'::text[],
  constraint holder_pkey PRIMARY KEY (kind, id),
  constraint holder_id_check CHECK (id ~ '^[a-z0-9-]+$'::text),
  constraint holder_kind_check CHECK (kind = ANY (ARRAY['school'::text, 'trust'::text, 'partnership'::text, 'pool'::text]))
);
alter table entitlements.holder enable row level security;
alter table entitlements.holder force row level security;
create policy holder_books on entitlements.holder for all to mesters_owner
  using (true)
  with check (true);
create policy holder_change on entitlements.holder for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy holder_read on entitlements.holder for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text]) OR platform.sees(VARIADIC readers)));
create policy holder_write on entitlements.holder for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
grant insert, select, update on entitlements.holder to mesters_web;
grant insert, select, update on entitlements.holder to mesters_worker;

create table entitlements.line (
  posting_id bigint not null,
  account_id bigint,
  against text,
  unit text not null,
  units bigint not null,
  constraint line_account_id_fkey FOREIGN KEY (account_id) REFERENCES entitlements.account(id),
  constraint line_posting_id_fkey FOREIGN KEY (posting_id) REFERENCES entitlements.posting(id),
  constraint line_against_check CHECK (against = ANY (ARRAY['granted'::text, 'used'::text])),
  constraint line_check CHECK ((account_id IS NULL) <> (against IS NULL)),
  constraint line_units_check CHECK (units <> 0)
);
CREATE INDEX line_account ON entitlements.line USING btree (account_id, posting_id);
CREATE INDEX line_posting ON entitlements.line USING btree (posting_id);
CREATE TRIGGER line_applied AFTER INSERT ON entitlements.line REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION entitlements.apply_lines();
alter table entitlements.line enable row level security;
alter table entitlements.line force row level security;
create policy line_books on entitlements.line for all to mesters_owner
  using (true)
  with check (true);
create policy line_read on entitlements.line for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR ((account_id IS NOT NULL) AND (EXISTS ( SELECT FROM entitlements.account a WHERE (a.id = line.account_id))))));
create policy line_write on entitlements.line for insert to mesters_web, mesters_worker
  with check (((account_id IS NULL) OR platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR entitlements.may_spend_account(account_id)));
grant insert, select on entitlements.line to mesters_web;
grant insert, select on entitlements.line to mesters_worker;

create table entitlements.pinned_offer (
  holder_kind text not null,
  holder_id text not null,
  year text not null,
  offer_id uuid not null,
  constraint pinned_offer_pkey PRIMARY KEY (holder_kind, holder_id, year),
  constraint pinned_offer_holder_kind_holder_id_fkey FOREIGN KEY (holder_kind, holder_id) REFERENCES entitlements.holder(kind, id),
  constraint pinned_offer_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offer.published(id)
);
CREATE INDEX pinned_offer_offer ON entitlements.pinned_offer USING btree (offer_id);
alter table entitlements.pinned_offer enable row level security;
alter table entitlements.pinned_offer force row level security;
create policy pinned_offer_books on entitlements.pinned_offer for all to mesters_owner
  using (true)
  with check (true);
create policy pinned_offer_change on entitlements.pinned_offer for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy pinned_offer_end on entitlements.pinned_offer for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy pinned_offer_read on entitlements.pinned_offer for select to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM entitlements.holder h WHERE ((h.kind = pinned_offer.holder_kind) AND (h.id = pinned_offer.holder_id)))));
create policy pinned_offer_write on entitlements.pinned_offer for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
grant delete, insert, select, update on entitlements.pinned_offer to mesters_web;
grant delete, insert, select, update on entitlements.pinned_offer to mesters_worker;

create table entitlements.pool (
  id text not null,
  name text not null,
  year text not null,
  trust_uid integer,
  note text not null,
  made_at timestamp with time zone not null,
  made_by uuid,
  agreed_by text,
  agreed_on date,
  final_at timestamp with time zone,
  final_by uuid,
  constraint pool_pkey PRIMARY KEY (id),
  constraint pool_trust_uid_fkey FOREIGN KEY (trust_uid) REFERENCES schools.trust(uid),
  constraint pool_agreed_by_check CHECK (agreed_by <> ''::text),
  constraint pool_check CHECK ((final_at IS NULL) = (agreed_by IS NULL) AND (final_at IS NULL) = (agreed_on IS NULL)),
  constraint pool_id_check CHECK (id ~ '^[a-z0-9-]+$'::text),
  constraint pool_name_check CHECK (name <> ''::text)
);
CREATE INDEX pool_trust ON entitlements.pool USING btree (trust_uid);
CREATE INDEX pool_year ON entitlements.pool USING btree (year);
alter table entitlements.pool enable row level security;
alter table entitlements.pool force row level security;
create policy pool_agree on entitlements.pool for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy pool_books on entitlements.pool for all to mesters_owner
  using (true)
  with check (true);
create policy pool_make on entitlements.pool for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy pool_read on entitlements.pool for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text, 'partner'::text, ('trust/'::text || trust_uid)]) OR (EXISTS ( SELECT FROM entitlements.pool_member m WHERE (m.pool_id = pool.id)))));
grant insert, select on entitlements.pool to mesters_web;
grant insert, select on entitlements.pool to mesters_worker;

create table entitlements.pool_member (
  pool_id text not null,
  holder_kind text not null default 'school'::text,
  holder_id text not null,
  year text not null,
  place integer not null,
  slot integer not null default 1,
  part bigint,
  joined_at timestamp with time zone not null,
  left_at timestamp with time zone,
  constraint pool_member_pkey PRIMARY KEY (pool_id, holder_id),
  constraint pool_member_pool_id_place_key UNIQUE (pool_id, place),
  constraint pool_member_holder_kind_holder_id_fkey FOREIGN KEY (holder_kind, holder_id) REFERENCES entitlements.holder(kind, id),
  constraint pool_member_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES entitlements.pool(id),
  constraint pool_member_holder_kind_check CHECK (holder_kind = 'school'::text),
  constraint pool_member_part_check CHECK (part >= 0),
  constraint pool_member_place_check CHECK (place > 0),
  constraint pool_member_slot_check CHECK (slot > 0)
);
CREATE INDEX pool_member_holder ON entitlements.pool_member USING btree (holder_kind, holder_id);
CREATE UNIQUE INDEX pool_member_once ON entitlements.pool_member USING btree (holder_id, year, slot) WHERE (left_at IS NULL);
alter table entitlements.pool_member enable row level security;
alter table entitlements.pool_member force row level security;
create policy pool_member_books on entitlements.pool_member for all to mesters_owner
  using (true)
  with check (true);
create policy pool_member_join on entitlements.pool_member for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy pool_member_leave on entitlements.pool_member for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy pool_member_read on entitlements.pool_member for select to mesters_web, mesters_worker
  using (entitlements.reads_pool(pool_id));
grant insert, select on entitlements.pool_member to mesters_web;
grant insert, select on entitlements.pool_member to mesters_worker;

create table entitlements.posting (
  id bigint not null generated always as identity,
  key text not null,
  what text not null,
  booking text,
  day date not null,
  at timestamp with time zone not null,
  person_id uuid,
  words text not null,
  constraint posting_pkey PRIMARY KEY (id),
  constraint posting_key_key UNIQUE (key),
  constraint posting_check CHECK ((booking IS NOT NULL) = (what = ANY (ARRAY['use'::text, 'return'::text]))),
  constraint posting_key_check CHECK (key <> ''::text),
  constraint posting_what_check CHECK (what = ANY (ARRAY['grant'::text, 'use'::text, 'return'::text, 'pool'::text]))
);
CREATE INDEX posting_booking ON entitlements.posting USING btree (booking) WHERE (booking IS NOT NULL);
alter table entitlements.posting enable row level security;
alter table entitlements.posting force row level security;
create policy posting_books on entitlements.posting for all to mesters_owner
  using (true)
  with check (true);
create policy posting_make on entitlements.posting for insert to mesters_web, mesters_worker
  with check ((platform.sees(VARIADIC ARRAY['system'::text]) OR ((person_id = platform.person()) AND (platform.sees(VARIADIC ARRAY['staff'::text]) OR (what = ANY (ARRAY['use'::text, 'return'::text]))))));
create policy posting_read on entitlements.posting for select to mesters_web, mesters_worker
  using ((( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR (person_id = ( SELECT platform.person() AS person)) OR (EXISTS ( SELECT FROM entitlements.line l WHERE ((l.posting_id = posting.id) AND (l.account_id IS NOT NULL))))));
grant insert, select on entitlements.posting to mesters_web;
grant insert, select on entitlements.posting to mesters_worker;

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
create policy progress_clear on platform.progress for delete to mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy progress_read on platform.progress for select to mesters_web, mesters_worker
  using (((platform.person() IS NOT NULL) OR platform.sees(VARIADIC ARRAY['system'::text])));
grant select on platform.progress to mesters_web;
grant delete, insert, select, update on platform.progress to mesters_worker;

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

create table schools.foreseen (
  import_id integer not null,
  stamp text not null,
  answers jsonb not null,
  constraint foreseen_pkey PRIMARY KEY (import_id),
  constraint foreseen_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint foreseen_stamp_check CHECK (stamp <> ''::text)
);
alter table schools.foreseen enable row level security;
alter table schools.foreseen force row level security;
create policy foreseen_read on schools.foreseen for select to mesters_web, mesters_worker
  using (((import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
create policy foreseen_write on schools.foreseen for all to mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]))
  with check (platform.sees(VARIADIC ARRAY['system'::text]));
grant select on schools.foreseen to mesters_web;
grant delete, insert, select on schools.foreseen to mesters_worker;

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
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
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
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees) OR (EXISTS ( SELECT FROM schools.partnership_version v WHERE (v.partnership_id = partnership.id)))));
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
CREATE INDEX partnership_membership_urn ON schools.partnership_membership USING btree (urn, import_id);
alter table schools.partnership_membership enable row level security;
alter table schools.partnership_membership force row level security;
create policy partnership_membership_discard on schools.partnership_membership for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy partnership_membership_read on schools.partnership_membership for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
create policy partnership_membership_write on schools.partnership_membership for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.partnership_membership to mesters_web;
grant delete, insert, select on schools.partnership_membership to mesters_worker;

create table schools.partnership_version (
  partnership_id text not null,
  import_id integer,
  as_at date not null,
  name text not null,
  letter text,
  kind text not null,
  constraint partnership_version_partnership_id_import_id_key UNIQUE (partnership_id, import_id),
  constraint partnership_version_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint partnership_version_partnership_id_fkey FOREIGN KEY (partnership_id) REFERENCES schools.partnership(id),
  constraint partnership_version_kind_check CHECK (kind = ANY (ARRAY['locality'::text, 'sector'::text, 'board'::text, 'network'::text, 'group'::text])),
  constraint partnership_version_letter_check CHECK (length(letter) >= 1 AND length(letter) <= 3),
  constraint partnership_version_name_check CHECK (name <> ''::text)
);
CREATE INDEX partnership_version_import ON schools.partnership_version USING btree (import_id);
alter table schools.partnership_version enable row level security;
alter table schools.partnership_version force row level security;
create policy partnership_version_discard on schools.partnership_version for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy partnership_version_read on schools.partnership_version for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
create policy partnership_version_write on schools.partnership_version for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.partnership_version to mesters_web;
grant delete, insert, select on schools.partnership_version to mesters_worker;

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
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
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
  using ((platform.sees(VARIADIC ARRAY['people/*'::text, 'system'::text, 'sign-in'::text, 'staff'::text]) OR (person_id = platform.person()) OR platform.sees(VARIADIC ARRAY[((('people/'::text || scope_kind) || '/'::text) || scope_id), ((scope_kind || '/'::text) || scope_id), (scope_kind || '/*'::text)])));
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
  constraint school_version_urn_import_id_as_at_key UNIQUE (urn, import_id, as_at),
  constraint school_version_import_id_fkey FOREIGN KEY (import_id) REFERENCES schools.import(id) ON DELETE CASCADE,
  constraint school_version_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint school_version_change_check CHECK (change = ANY (ARRAY['new'::text, 'changed'::text, 'closed'::text, 'converted'::text, 'earlier'::text])),
  constraint school_version_establishment_number_check CHECK (establishment_number >= 1 AND establishment_number <= 9999),
  constraint school_version_la_check CHECK (la >= 201 AND la <= 999),
  constraint school_version_name_check CHECK (name <> ''::text),
  constraint school_version_ukprn_check CHECK (ukprn ~ '^1[0-9]{7}$'::text)
);
CREATE INDEX school_version_current ON schools.school_version USING btree (urn, placeholder, as_at DESC, id DESC);
CREATE INDEX school_version_import ON schools.school_version USING btree (import_id);
CREATE INDEX school_version_number ON schools.school_version USING btree (la, establishment_number);
CREATE INDEX school_version_postcode ON schools.school_version USING btree (postcode);
alter table schools.school_version enable row level security;
alter table schools.school_version force row level security;
create policy school_version_discard on schools.school_version for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text]));
create policy school_version_read on schools.school_version for select to mesters_web, mesters_worker
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
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
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
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
  constraint trust_membership_urn_uid_import_id_as_at_key UNIQUE (urn, uid, import_id, as_at),
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
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
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
  using (((import_id IS NULL) OR (import_id = ANY (( SELECT schools.accepted_imports() AS accepted_imports)::integer[])) OR ( SELECT platform.sees(VARIADIC ARRAY['system'::text]) AS sees)));
create policy trust_version_write on schools.trust_version for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['imports/*'::text, 'system'::text]));
grant delete, insert, select on schools.trust_version to mesters_web;
grant delete, insert, select on schools.trust_version to mesters_worker;

create table subscriptions.bank_line (
  id uuid not null,
  hash text not null,
  day date not null,
  pence bigint not null,
  text text not null,
  reference text not null,
  file_name text not null,
  line integer not null,
  imported_at timestamp with time zone not null,
  imported_by uuid,
  payment_id uuid,
  set_aside_at timestamp with time zone,
  set_aside_by uuid,
  set_aside_why text,
  constraint bank_line_pkey PRIMARY KEY (id),
  constraint bank_line_hash_key UNIQUE (hash),
  constraint bank_line_payment_id_key UNIQUE (payment_id),
  constraint bank_line_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES subscriptions.payment(id),
  constraint bank_line_check CHECK ((set_aside_at IS NULL) = (set_aside_why IS NULL)),
  constraint bank_line_check1 CHECK (payment_id IS NULL OR pence > 0 AND set_aside_at IS NULL),
  constraint bank_line_hash_check CHECK (hash ~ '^[0-9a-f]{64}$'::text),
  constraint bank_line_pence_check CHECK (pence <> 0)
);
CREATE INDEX bank_line_day ON subscriptions.bank_line USING btree (day DESC, id);
alter table subscriptions.bank_line enable row level security;
alter table subscriptions.bank_line force row level security;
create policy bank_line_books on subscriptions.bank_line for all to mesters_owner
  using (true)
  with check (true);
create policy bank_line_work on subscriptions.bank_line for all to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]))
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
grant insert, select on subscriptions.bank_line to mesters_web;
grant insert, select on subscriptions.bank_line to mesters_worker;

create table subscriptions.contract (
  id uuid not null,
  urn integer not null,
  offer_id uuid not null,
  plan text not null,
  starts date not null,
  ends date not null,
  indicated_at timestamp with time zone not null,
  indicated_by uuid,
  form_sent_at timestamp with time zone,
  form_sent_by uuid,
  completed_at timestamp with time zone,
  completed_by uuid,
  signed_name text,
  signed_role text,
  terms_file uuid,
  terms_sha256 text,
  purchase_order text,
  pool_with text,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  active_at timestamp with time zone,
  notice_at timestamp with time zone,
  notice_by uuid,
  withdrawn_at timestamp with time zone,
  withdrawn_by uuid,
  constraint contract_pkey PRIMARY KEY (id),
  constraint contract_one_at_a_time EXCLUDE USING gist (urn WITH =, daterange(starts, ends, '[]'::text) WITH &&) WHERE (withdrawn_at IS NULL),
  constraint contract_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offer.published(id),
  constraint contract_terms_file_fkey FOREIGN KEY (terms_file) REFERENCES platform.file(id),
  constraint contract_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint contract_check CHECK (ends >= starts),
  constraint contract_check1 CHECK (form_sent_at >= indicated_at),
  constraint contract_check10 CHECK (notice_at IS NULL OR active_at IS NOT NULL),
  constraint contract_check11 CHECK (notice_at >= active_at),
  constraint contract_check12 CHECK (withdrawn_at >= indicated_at),
  constraint contract_check13 CHECK (withdrawn_at IS NULL OR active_at IS NULL),
  constraint contract_check2 CHECK (completed_at IS NULL OR form_sent_at IS NOT NULL),
  constraint contract_check3 CHECK (completed_at >= form_sent_at),
  constraint contract_check4 CHECK ((completed_at IS NULL) = (signed_name IS NULL) AND (completed_at IS NULL) = (signed_role IS NULL)),
  constraint contract_check5 CHECK ((completed_at IS NULL) = (terms_file IS NULL) AND (completed_at IS NULL) = (terms_sha256 IS NULL)),
  constraint contract_check6 CHECK (accepted_at IS NULL OR completed_at IS NOT NULL),
  constraint contract_check7 CHECK (accepted_at >= completed_at),
  constraint contract_check8 CHECK (active_at IS NULL OR accepted_at IS NOT NULL),
  constraint contract_check9 CHECK (active_at >= accepted_at),
  constraint contract_pool_with_check CHECK (pool_with <> ''::text),
  constraint contract_purchase_order_check CHECK (purchase_order <> ''::text),
  constraint contract_signed_name_check CHECK (signed_name <> ''::text),
  constraint contract_terms_sha256_check CHECK (terms_sha256 ~ '^[0-9a-f]{64}$'::text)
);
CREATE INDEX contract_offer ON subscriptions.contract USING btree (offer_id);
CREATE INDEX contract_terms ON subscriptions.contract USING btree (terms_file);
CREATE INDEX contract_urn ON subscriptions.contract USING btree (urn);
CREATE TRIGGER contract_kept BEFORE UPDATE ON subscriptions.contract FOR EACH ROW EXECUTE FUNCTION subscriptions.keep_contract();
alter table subscriptions.contract enable row level security;
alter table subscriptions.contract force row level security;
create policy contract_begin on subscriptions.contract for insert to mesters_web, mesters_worker
  with check (((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR subscriptions.sees_school('leader'::text, urn)) AND (form_sent_at IS NULL)));
create policy contract_change on subscriptions.contract for update to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR subscriptions.sees_school('leader'::text, urn)));
create policy contract_read on subscriptions.contract for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'school/*'::text]) OR subscriptions.sees_school('school'::text, urn)));
create policy contract_sum on subscriptions.contract for select to mesters_owner
  using (true);
grant insert, select on subscriptions.contract to mesters_web;
grant insert, select on subscriptions.contract to mesters_worker;

create table subscriptions.contract_year (
  contract_id uuid not null,
  year text not null,
  pupils integer,
  census_date date,
  pupils_source text,
  reason text,
  fee_pence bigint,
  by_hand boolean not null default false,
  set_at timestamp with time zone not null,
  set_by uuid,
  constraint contract_year_pkey PRIMARY KEY (contract_id, year),
  constraint contract_year_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES subscriptions.contract(id),
  constraint contract_year_check CHECK ((pupils IS NULL) = (pupils_source IS NULL)),
  constraint contract_year_check1 CHECK (by_hand OR fee_pence IS NULL OR pupils IS NOT NULL),
  constraint contract_year_fee_pence_check CHECK (fee_pence >= 0),
  constraint contract_year_pupils_check CHECK (pupils >= 0),
  constraint contract_year_pupils_source_check CHECK (pupils_source <> ''::text),
  constraint contract_year_reason_check CHECK (reason <> ''::text)
);
alter table subscriptions.contract_year enable row level security;
alter table subscriptions.contract_year force row level security;
create policy contract_year_change on subscriptions.contract_year for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy contract_year_read on subscriptions.contract_year for select to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM subscriptions.contract c WHERE (c.id = contract_year.contract_id))));
create policy contract_year_sum on subscriptions.contract_year for select to mesters_owner
  using (true);
create policy contract_year_write on subscriptions.contract_year for insert to mesters_web, mesters_worker
  with check ((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR (EXISTS ( SELECT FROM subscriptions.contract c WHERE ((c.id = contract_year.contract_id) AND (c.accepted_at IS NULL) AND subscriptions.sees_school('leader'::text, c.urn))))));
grant insert, select on subscriptions.contract_year to mesters_web;
grant insert, select on subscriptions.contract_year to mesters_worker;

create table subscriptions.gate (
  year text not null,
  offer_id uuid not null,
  confirmed_at timestamp with time zone not null,
  confirmed_by uuid,
  constraint gate_pkey PRIMARY KEY (year),
  constraint gate_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offer.published(id)
);
CREATE INDEX gate_offer ON subscriptions.gate USING btree (offer_id);
alter table subscriptions.gate enable row level security;
alter table subscriptions.gate force row level security;
create policy gate_add on subscriptions.gate for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy gate_read on subscriptions.gate for select to mesters_web, mesters_worker
  using (true);
grant insert, select on subscriptions.gate to mesters_web;
grant insert, select on subscriptions.gate to mesters_worker;

create table subscriptions.gate_answer (
  round_id uuid not null,
  urn integer not null,
  contract_id uuid not null,
  before_offer_id uuid not null,
  answer text,
  answered_at timestamp with time zone,
  answered_by uuid,
  answered_name text,
  note text,
  constraint gate_answer_pkey PRIMARY KEY (round_id, urn),
  constraint gate_answer_before_offer_id_fkey FOREIGN KEY (before_offer_id) REFERENCES offer.published(id),
  constraint gate_answer_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES subscriptions.contract(id),
  constraint gate_answer_round_id_fkey FOREIGN KEY (round_id) REFERENCES subscriptions.gate_round(id),
  constraint gate_answer_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint gate_answer_answer_check CHECK (answer = ANY (ARRAY['confirmed'::text, 'withdrawn'::text])),
  constraint gate_answer_check CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_name IS NULL))
);
CREATE INDEX gate_answer_contract ON subscriptions.gate_answer USING btree (contract_id);
CREATE INDEX gate_answer_offer ON subscriptions.gate_answer USING btree (before_offer_id);
CREATE INDEX gate_answer_school ON subscriptions.gate_answer USING btree (urn);
alter table subscriptions.gate_answer enable row level security;
alter table subscriptions.gate_answer force row level security;
create policy gate_answer_add on subscriptions.gate_answer for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy gate_answer_give on subscriptions.gate_answer for update to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR subscriptions.sees_school('leader'::text, urn)));
create policy gate_answer_read on subscriptions.gate_answer for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'school/*'::text]) OR subscriptions.sees_school('school'::text, urn)));
grant insert, select, update on subscriptions.gate_answer to mesters_web;
grant insert, select, update on subscriptions.gate_answer to mesters_worker;

create table subscriptions.gate_ballot (
  vote_id uuid not null,
  urn integer not null,
  option integer not null,
  cast_at timestamp with time zone not null,
  cast_by uuid,
  constraint gate_ballot_pkey PRIMARY KEY (vote_id, urn),
  constraint gate_ballot_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint gate_ballot_vote_id_fkey FOREIGN KEY (vote_id) REFERENCES subscriptions.gate_vote(id),
  constraint gate_ballot_vote_id_option_fkey FOREIGN KEY (vote_id, option) REFERENCES subscriptions.gate_option(vote_id, number)
);
CREATE INDEX gate_ballot_option ON subscriptions.gate_ballot USING btree (vote_id, option);
CREATE INDEX gate_ballot_school ON subscriptions.gate_ballot USING btree (urn);
alter table subscriptions.gate_ballot enable row level security;
alter table subscriptions.gate_ballot force row level security;
create policy gate_ballot_cast on subscriptions.gate_ballot for insert to mesters_web, mesters_worker
  with check ((subscriptions.sees_school('leader'::text, urn) AND (platform.today() <= ( SELECT v.ends FROM subscriptions.gate_vote v WHERE (v.id = gate_ballot.vote_id)))));
create policy gate_ballot_change on subscriptions.gate_ballot for update to mesters_web, mesters_worker
  using ((subscriptions.sees_school('leader'::text, urn) AND (platform.today() <= ( SELECT v.ends FROM subscriptions.gate_vote v WHERE (v.id = gate_ballot.vote_id)))));
create policy gate_ballot_count on subscriptions.gate_ballot for select to mesters_owner
  using (true);
create policy gate_ballot_read on subscriptions.gate_ballot for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR subscriptions.sees_school('leader'::text, urn)));
grant insert, select, update on subscriptions.gate_ballot to mesters_web;
grant insert, select, update on subscriptions.gate_ballot to mesters_worker;

create table subscriptions.gate_option (
  vote_id uuid not null,
  number integer not null,
  words text not null,
  constraint gate_option_pkey PRIMARY KEY (vote_id, number),
  constraint gate_option_vote_id_fkey FOREIGN KEY (vote_id) REFERENCES subscriptions.gate_vote(id),
  constraint gate_option_number_check CHECK (number > 0),
  constraint gate_option_words_check CHECK (words <> ''::text)
);
alter table subscriptions.gate_option enable row level security;
alter table subscriptions.gate_option force row level security;
create policy gate_option_add on subscriptions.gate_option for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy gate_option_read on subscriptions.gate_option for select to mesters_web, mesters_worker
  using (true);
grant insert, select on subscriptions.gate_option to mesters_web;
grant insert, select on subscriptions.gate_option to mesters_worker;

create table subscriptions.gate_round (
  id uuid not null,
  year text not null,
  number integer not null,
  offer_id uuid not null,
  changes text not null,
  answer_by date not null,
  asked_at timestamp with time zone not null,
  asked_by uuid,
  constraint gate_round_pkey PRIMARY KEY (id),
  constraint gate_round_year_number_key UNIQUE (year, number),
  constraint gate_round_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offer.published(id),
  constraint gate_round_changes_check CHECK (changes <> ''::text),
  constraint gate_round_number_check CHECK (number > 0)
);
CREATE INDEX gate_round_offer ON subscriptions.gate_round USING btree (offer_id);
alter table subscriptions.gate_round enable row level security;
alter table subscriptions.gate_round force row level security;
create policy gate_round_add on subscriptions.gate_round for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy gate_round_read on subscriptions.gate_round for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]) OR (EXISTS ( SELECT FROM subscriptions.gate_answer a WHERE (a.round_id = gate_round.id)))));
grant insert, select on subscriptions.gate_round to mesters_web;
grant insert, select on subscriptions.gate_round to mesters_worker;

create table subscriptions.gate_step (
  year text not null,
  urn integer not null,
  step text not null,
  contract_id uuid not null,
  planned_at timestamp with time zone not null,
  done_at timestamp with time zone,
  refused text,
  constraint gate_step_pkey PRIMARY KEY (year, urn, step),
  constraint gate_step_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES subscriptions.contract(id),
  constraint gate_step_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint gate_step_check CHECK (done_at IS NULL OR refused IS NULL),
  constraint gate_step_step_check CHECK (step = ANY (ARRAY['activate'::text, 'letter'::text]))
);
CREATE INDEX gate_step_contract ON subscriptions.gate_step USING btree (contract_id);
CREATE INDEX gate_step_school ON subscriptions.gate_step USING btree (urn);
alter table subscriptions.gate_step enable row level security;
alter table subscriptions.gate_step force row level security;
create policy gate_step_add on subscriptions.gate_step for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy gate_step_change on subscriptions.gate_step for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy gate_step_read on subscriptions.gate_step for select to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
grant insert, select, update on subscriptions.gate_step to mesters_web;
grant insert, select, update on subscriptions.gate_step to mesters_worker;

create table subscriptions.gate_test (
  id bigint not null generated always as identity,
  year text not null,
  offer_id uuid not null,
  contracted integer not null,
  contracted_pence bigint not null,
  indicated integer not null,
  indicated_pence bigint not null,
  state text not null,
  why text not null,
  at timestamp with time zone not null,
  by uuid,
  by_name text not null,
  constraint gate_test_pkey PRIMARY KEY (id),
  constraint gate_test_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES offer.published(id),
  constraint gate_test_state_check CHECK (state = ANY (ARRAY['below'::text, 'near'::text, 'viable'::text, 'on-target'::text])),
  constraint gate_test_why_check CHECK (why = ANY (ARRAY['confirmed'::text, 'asked'::text, 'vote'::text]))
);
CREATE INDEX gate_test_offer ON subscriptions.gate_test USING btree (offer_id);
CREATE INDEX gate_test_year ON subscriptions.gate_test USING btree (year, at);
alter table subscriptions.gate_test enable row level security;
alter table subscriptions.gate_test force row level security;
create policy gate_test_add on subscriptions.gate_test for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy gate_test_read on subscriptions.gate_test for select to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
grant insert, select on subscriptions.gate_test to mesters_web;
grant insert, select on subscriptions.gate_test to mesters_worker;

create table subscriptions.gate_vote (
  id uuid not null,
  year text not null,
  number integer not null,
  question text not null,
  votes_each integer not null,
  ends date not null,
  opened_at timestamp with time zone not null,
  opened_by uuid,
  constraint gate_vote_pkey PRIMARY KEY (id),
  constraint gate_vote_year_number_key UNIQUE (year, number),
  constraint gate_vote_number_check CHECK (number > 0),
  constraint gate_vote_question_check CHECK (question <> ''::text),
  constraint gate_vote_votes_each_check CHECK (votes_each > 0)
);
alter table subscriptions.gate_vote enable row level security;
alter table subscriptions.gate_vote force row level security;
create policy gate_vote_add on subscriptions.gate_vote for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy gate_vote_count on subscriptions.gate_vote for select to mesters_owner
  using (true);
create policy gate_vote_read on subscriptions.gate_vote for select to mesters_web, mesters_worker
  using (true);
grant insert, select on subscriptions.gate_vote to mesters_web;
grant insert, select on subscriptions.gate_vote to mesters_worker;

create table subscriptions.instalment (
  contract_id uuid not null,
  year text not null,
  n integer not null,
  parts integer not null,
  due date not null,
  pence bigint not null,
  purchase_order text,
  planned_at timestamp with time zone not null,
  constraint instalment_pkey PRIMARY KEY (contract_id, year, n),
  constraint instalment_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES subscriptions.contract(id),
  constraint instalment_check CHECK (parts >= n),
  constraint instalment_n_check CHECK (n > 0),
  constraint instalment_pence_check CHECK (pence > 0),
  constraint instalment_purchase_order_check CHECK (purchase_order <> ''::text)
);
alter table subscriptions.instalment enable row level security;
alter table subscriptions.instalment force row level security;
create policy instalment_again on subscriptions.instalment for delete to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy instalment_books on subscriptions.instalment for all to mesters_owner
  using (true)
  with check (true);
create policy instalment_order on subscriptions.instalment for update to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM subscriptions.contract c WHERE ((c.id = instalment.contract_id) AND (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]) OR subscriptions.sees_school('leader'::text, c.urn))))));
create policy instalment_plan on subscriptions.instalment for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy instalment_read on subscriptions.instalment for select to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM subscriptions.contract c WHERE (c.id = instalment.contract_id))));
grant delete, insert, select on subscriptions.instalment to mesters_web;
grant delete, insert, select on subscriptions.instalment to mesters_worker;

create table subscriptions.invoice (
  id uuid not null,
  kind text not null,
  number integer not null,
  key text not null,
  urn integer not null,
  year text not null,
  contract_id uuid,
  instalment_year text,
  instalment_n integer,
  credits uuid,
  reason text,
  raised date not null,
  due date,
  pence bigint not null,
  purchase_order text,
  sender text not null,
  billed_to text not null,
  raised_at timestamp with time zone not null,
  raised_by uuid,
  pay_to integer,
  constraint invoice_pkey PRIMARY KEY (id),
  constraint invoice_contract_id_instalment_year_instalment_n_key UNIQUE (contract_id, instalment_year, instalment_n),
  constraint invoice_key_key UNIQUE (key),
  constraint invoice_kind_number_key UNIQUE (kind, number),
  constraint invoice_contract_id_instalment_year_instalment_n_fkey FOREIGN KEY (contract_id, instalment_year, instalment_n) REFERENCES subscriptions.instalment(contract_id, year, n),
  constraint invoice_credits_fkey FOREIGN KEY (credits) REFERENCES subscriptions.invoice(id),
  constraint invoice_kind_fkey FOREIGN KEY (kind) REFERENCES subscriptions.series(kind),
  constraint invoice_pay_to_fkey FOREIGN KEY (pay_to) REFERENCES subscriptions.payment_details(id),
  constraint invoice_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint invoice_billed_to_check CHECK (billed_to <> ''::text),
  constraint invoice_check CHECK ((kind = 'invoice'::text) = (due IS NOT NULL)),
  constraint invoice_check1 CHECK (due >= raised),
  constraint invoice_check2 CHECK ((kind = 'credit-note'::text) = (credits IS NOT NULL) AND (kind = 'credit-note'::text) = (reason IS NOT NULL)),
  constraint invoice_check3 CHECK (num_nulls(contract_id, instalment_year, instalment_n) = ANY (ARRAY[0, 3])),
  constraint invoice_key_check CHECK (key <> ''::text),
  constraint invoice_number_check CHECK (number > 0),
  constraint invoice_pence_check CHECK (pence > 0),
  constraint invoice_purchase_order_check CHECK (purchase_order <> ''::text),
  constraint invoice_lines_checked TRIGGER DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX invoice_credits ON subscriptions.invoice USING btree (credits);
CREATE INDEX invoice_pay_to ON subscriptions.invoice USING btree (pay_to);
CREATE INDEX invoice_urn ON subscriptions.invoice USING btree (urn, raised);
CREATE TRIGGER credit_checked AFTER INSERT ON subscriptions.invoice FOR EACH ROW EXECUTE FUNCTION subscriptions.check_credit();
CREATE CONSTRAINT TRIGGER invoice_lines_checked AFTER INSERT ON subscriptions.invoice DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION subscriptions.check_lines();
CREATE TRIGGER invoice_never_altered BEFORE DELETE OR UPDATE OR TRUNCATE ON subscriptions.invoice FOR EACH STATEMENT EXECUTE FUNCTION subscriptions.refuse_change();
CREATE TRIGGER invoice_numbered BEFORE INSERT ON subscriptions.invoice FOR EACH ROW EXECUTE FUNCTION subscriptions.number_invoice();
alter table subscriptions.invoice enable row level security;
alter table subscriptions.invoice force row level security;
create policy invoice_books on subscriptions.invoice for all to mesters_owner
  using (true)
  with check (true);
create policy invoice_raise on subscriptions.invoice for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy invoice_read on subscriptions.invoice for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]) OR subscriptions.sees_school('school'::text, urn)));
grant insert, select on subscriptions.invoice to mesters_web;
grant insert, select on subscriptions.invoice to mesters_worker;

create table subscriptions.invoice_letter (
  invoice_id uuid not null,
  nth integer not null,
  sent date not null,
  recipients integer not null,
  left_pence bigint not null,
  constraint invoice_letter_pkey PRIMARY KEY (invoice_id, nth),
  constraint invoice_letter_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES subscriptions.invoice(id),
  constraint invoice_letter_left_pence_check CHECK (left_pence >= 0),
  constraint invoice_letter_nth_check CHECK (nth >= 0),
  constraint invoice_letter_recipients_check CHECK (recipients >= 0)
);
alter table subscriptions.invoice_letter enable row level security;
alter table subscriptions.invoice_letter force row level security;
create policy invoice_letter_books on subscriptions.invoice_letter for all to mesters_owner
  using (true)
  with check (true);
create policy invoice_letter_read on subscriptions.invoice_letter for select to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM subscriptions.invoice i WHERE (i.id = invoice_letter.invoice_id))));
create policy invoice_letter_send on subscriptions.invoice_letter for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
grant insert, select on subscriptions.invoice_letter to mesters_web;
grant insert, select on subscriptions.invoice_letter to mesters_worker;

create table subscriptions.invoice_line (
  invoice_id uuid not null,
  n integer not null,
  text text not null,
  quantity integer not null,
  each_pence bigint not null,
  pence bigint not null,
  source text not null,
  element text,
  constraint invoice_line_pkey PRIMARY KEY (invoice_id, n),
  constraint invoice_line_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES subscriptions.invoice(id),
  constraint invoice_line_check CHECK (pence = (quantity * each_pence)),
  constraint invoice_line_n_check CHECK (n > 0),
  constraint invoice_line_quantity_check CHECK (quantity > 0),
  constraint invoice_line_source_check CHECK (source <> ''::text),
  constraint invoice_line_text_check CHECK (text <> ''::text),
  constraint invoice_line_checked TRIGGER DEFERRABLE INITIALLY DEFERRED
);
CREATE CONSTRAINT TRIGGER invoice_line_checked AFTER INSERT ON subscriptions.invoice_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION subscriptions.check_lines();
CREATE TRIGGER invoice_line_never_altered BEFORE DELETE OR UPDATE OR TRUNCATE ON subscriptions.invoice_line FOR EACH STATEMENT EXECUTE FUNCTION subscriptions.refuse_change();
alter table subscriptions.invoice_line enable row level security;
alter table subscriptions.invoice_line force row level security;
create policy invoice_line_books on subscriptions.invoice_line for all to mesters_owner
  using (true)
  with check (true);
create policy invoice_line_read on subscriptions.invoice_line for select to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM subscriptions.invoice i WHERE (i.id = invoice_line.invoice_id))));
create policy invoice_line_write on subscriptions.invoice_line for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
grant insert, select on subscriptions.invoice_line to mesters_web;
grant insert, select on subscriptions.invoice_line to mesters_worker;

create table subscriptions.model_cell (
  year text not null,
  column_id text not null,
  version integer not null,
  pence bigint,
  reason text not null,
  set_at timestamp with time zone not null,
  set_by uuid,
  set_by_name text not null,
  constraint model_cell_pkey PRIMARY KEY (year, column_id, version),
  constraint model_cell_pence_check CHECK (pence >= 0),
  constraint model_cell_reason_check CHECK (reason <> ''::text),
  constraint model_cell_version_check CHECK (version > 0)
);
alter table subscriptions.model_cell enable row level security;
alter table subscriptions.model_cell force row level security;
create policy model_cell_add on subscriptions.model_cell for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy model_cell_read on subscriptions.model_cell for select to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
grant insert, select on subscriptions.model_cell to mesters_web;
grant insert, select on subscriptions.model_cell to mesters_worker;

create table subscriptions.model_kept (
  id uuid not null,
  year text not null,
  name text not null,
  query text not null,
  kept_at timestamp with time zone not null,
  kept_by uuid,
  kept_by_name text not null,
  removed_at timestamp with time zone,
  constraint model_kept_pkey PRIMARY KEY (id),
  constraint model_kept_name_check CHECK (name <> ''::text)
);
CREATE UNIQUE INDEX model_kept_name ON subscriptions.model_kept USING btree (year, lower(name)) WHERE (removed_at IS NULL);
alter table subscriptions.model_kept enable row level security;
alter table subscriptions.model_kept force row level security;
create policy model_kept_add on subscriptions.model_kept for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy model_kept_change on subscriptions.model_kept for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
create policy model_kept_read on subscriptions.model_kept for select to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'staff'::text]));
grant insert, select, update on subscriptions.model_kept to mesters_web;
grant insert, select, update on subscriptions.model_kept to mesters_worker;

create table subscriptions.payment (
  id uuid not null,
  key text not null,
  received date not null,
  pence bigint not null,
  how text not null,
  reference text not null,
  payer text not null,
  urn integer,
  recorded_at timestamp with time zone not null,
  recorded_by uuid,
  constraint payment_pkey PRIMARY KEY (id),
  constraint payment_key_key UNIQUE (key),
  constraint payment_urn_fkey FOREIGN KEY (urn) REFERENCES schools.school(urn),
  constraint payment_how_check CHECK (how = ANY (ARRAY['bank'::text, 'cheque'::text, 'card'::text, 'cash'::text, 'other'::text])),
  constraint payment_key_check CHECK (key <> ''::text),
  constraint payment_payer_check CHECK (payer <> ''::text),
  constraint payment_pence_check CHECK (pence > 0)
);
CREATE INDEX payment_received ON subscriptions.payment USING btree (received DESC, id);
CREATE INDEX payment_urn ON subscriptions.payment USING btree (urn);
alter table subscriptions.payment enable row level security;
alter table subscriptions.payment force row level security;
create policy payment_books on subscriptions.payment for all to mesters_owner
  using (true)
  with check (true);
create policy payment_read on subscriptions.payment for select to mesters_web, mesters_worker
  using ((platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]) OR subscriptions.sees_school('school'::text, urn) OR (EXISTS ( SELECT FROM subscriptions.payment_allocation a WHERE (a.payment_id = payment.id)))));
create policy payment_record on subscriptions.payment for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
grant insert, select on subscriptions.payment to mesters_web;
grant insert, select on subscriptions.payment to mesters_worker;

create table subscriptions.payment_allocation (
  id bigint not null generated always as identity,
  payment_id uuid not null,
  invoice_id uuid not null,
  pence bigint not null,
  allocated_at timestamp with time zone not null,
  allocated_by uuid,
  released_at timestamp with time zone,
  released_by uuid,
  constraint payment_allocation_pkey PRIMARY KEY (id),
  constraint payment_allocation_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES subscriptions.invoice(id),
  constraint payment_allocation_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES subscriptions.payment(id),
  constraint payment_allocation_pence_check CHECK (pence > 0)
);
CREATE INDEX payment_allocation_invoice ON subscriptions.payment_allocation USING btree (invoice_id);
CREATE INDEX payment_allocation_payment ON subscriptions.payment_allocation USING btree (payment_id);
CREATE UNIQUE INDEX payment_allocation_live ON subscriptions.payment_allocation USING btree (payment_id, invoice_id) WHERE (released_at IS NULL);
CREATE TRIGGER allocation_checked AFTER INSERT ON subscriptions.payment_allocation FOR EACH ROW EXECUTE FUNCTION subscriptions.check_allocation();
CREATE TRIGGER allocation_released BEFORE UPDATE ON subscriptions.payment_allocation FOR EACH ROW EXECUTE FUNCTION subscriptions.check_release();
alter table subscriptions.payment_allocation enable row level security;
alter table subscriptions.payment_allocation force row level security;
create policy payment_allocation_books on subscriptions.payment_allocation for all to mesters_owner
  using (true)
  with check (true);
create policy payment_allocation_make on subscriptions.payment_allocation for insert to mesters_web, mesters_worker
  with check (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
create policy payment_allocation_read on subscriptions.payment_allocation for select to mesters_web, mesters_worker
  using ((EXISTS ( SELECT FROM subscriptions.invoice i WHERE (i.id = payment_allocation.invoice_id))));
create policy payment_allocation_release on subscriptions.payment_allocation for update to mesters_web, mesters_worker
  using (platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]));
grant insert, select on subscriptions.payment_allocation to mesters_web;
grant insert, select on subscriptions.payment_allocation to mesters_worker;

create table subscriptions.payment_details (
  id integer not null generated always as identity,
  follows integer,
  payee text,
  sort_code text,
  account_number text,
  reference text,
  remittance_email text,
  remittance_address text,
  said_at timestamp with time zone not null,
  said_by uuid,
  constraint payment_details_pkey PRIMARY KEY (id),
  constraint payment_details_follows_key UNIQUE NULLS NOT DISTINCT (follows),
  constraint payment_details_follows_fkey FOREIGN KEY (follows) REFERENCES subscriptions.payment_details(id),
  constraint payment_details_account_number_check CHECK (account_number ~ '^\d{8}$'::text),
  constraint payment_details_check CHECK (num_nulls(payee, sort_code, account_number) = ANY (ARRAY[0, 3])),
  constraint payment_details_check1 CHECK (payee IS NOT NULL OR num_nonnulls(reference, remittance_email, remittance_address) = 0),
  constraint payment_details_payee_check CHECK (payee <> ''::text),
  constraint payment_details_reference_check CHECK (reference <> ''::text),
  constraint payment_details_remittance_address_check CHECK (remittance_address <> ''::text),
  constraint payment_details_remittance_email_check CHECK (remittance_email <> ''::text),
  constraint payment_details_sort_code_check CHECK (sort_code ~ '^\d{6}$'::text)
);
CREATE TRIGGER payment_details_never_altered BEFORE DELETE OR UPDATE OR TRUNCATE ON subscriptions.payment_details FOR EACH STATEMENT EXECUTE FUNCTION subscriptions.refuse_change();
alter table subscriptions.payment_details enable row level security;
alter table subscriptions.payment_details force row level security;
create policy payment_details_read on subscriptions.payment_details for select to mesters_web, mesters_worker
  using (((platform.person() IS NOT NULL) OR platform.sees(VARIADIC ARRAY['system'::text])));
create policy payment_details_say on subscriptions.payment_details for insert to mesters_web, mesters_worker
  with check ((platform.sees(VARIADIC ARRAY['system'::text, 'finance/*'::text]) AND ((NOT (said_by IS DISTINCT FROM platform.person())) OR platform.sees(VARIADIC ARRAY['system'::text]))));
grant insert, select on subscriptions.payment_details to mesters_web;
grant insert, select on subscriptions.payment_details to mesters_worker;

create table subscriptions.series (
  kind text not null,
  last integer not null default 0,
  constraint series_pkey PRIMARY KEY (kind),
  constraint series_kind_check CHECK (kind = ANY (ARRAY['invoice'::text, 'credit-note'::text])),
  constraint series_last_check CHECK (last >= 0)
);
alter table subscriptions.series enable row level security;
alter table subscriptions.series force row level security;
create policy series_books on subscriptions.series for all to mesters_owner
  using (true)
  with check (true);

create view data.current_figure with (security_invoker=true) as
SELECT DISTINCT ON (f.urn, f.area, f.measure, f.pupil_group, f.year) f.release_id,
    f.line,
    f.urn,
    f.area,
    f.measure,
    f.pupil_group,
    f.year,
    f.shown,
    f.value,
    f.numerator,
    f.denominator,
    f.low,
    f.high,
    f.band
   FROM data.figure f
     JOIN data.release r ON r.id = f.release_id
  WHERE r.status = 'accepted'::text
  ORDER BY f.urn, f.area, f.measure, f.pupil_group, f.year, (array_position(ARRAY['validated'::text, 'confirmed'::text, 'refined'::text, 'initial'::text], r.stage)), (r.year = f.year) DESC, r.accepted_at DESC, r.id DESC;
grant select on data.current_figure to mesters_web;
grant select on data.current_figure to mesters_worker;

create view data.current_release_school with (security_invoker=true) as
SELECT DISTINCT ON (r.dataset, r.year, s.urn) r.dataset,
    r.year,
    s.urn,
    s.release_id,
    s.rows,
    r.stage,
    r.name,
    r.kept,
    r.accepted_at
   FROM data.release_school s
     JOIN data.release r ON r.id = s.release_id
  WHERE r.id = ANY ((( SELECT data.accepted_releases() AS accepted_releases))::integer[])
  ORDER BY r.dataset, r.year, s.urn, (array_position(ARRAY['validated'::text, 'confirmed'::text, 'refined'::text, 'initial'::text], r.stage)), r.accepted_at DESC, r.id DESC;
grant select on data.current_release_school to mesters_web;
grant select on data.current_release_school to mesters_worker;

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

create view schools.current_partnership with (security_invoker=true) as
SELECT p.id,
    COALESCE(v.name, p.name) AS name,
        CASE
            WHEN v.partnership_id IS NULL THEN p.letter
            ELSE v.letter
        END AS letter,
    COALESCE(v.kind, p.kind) AS kind,
        CASE
            WHEN v.letter IS NULL THEN p.place
            ELSE ascii(upper(v.letter))
        END AS place,
    p.import_id
   FROM schools.partnership p
     LEFT JOIN LATERAL ( SELECT n.partnership_id,
            n.import_id,
            n.as_at,
            n.name,
            n.letter,
            n.kind
           FROM schools.partnership_version n
          WHERE n.partnership_id = p.id AND n.as_at <= (( SELECT platform.today() AS today)) AND (n.import_id IS NULL OR (n.import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
          ORDER BY n.as_at DESC, n.import_id DESC NULLS LAST
         LIMIT 1) v ON true
  WHERE v.partnership_id IS NOT NULL OR p.import_id IS NULL OR (p.import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[]));
grant select on schools.current_partnership to mesters_web;
grant select on schools.current_partnership to mesters_worker;

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
          WHERE m.as_at <= (( SELECT platform.today() AS today)) AND (m.import_id IS NULL OR (m.import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
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
  WHERE census_date <= (( SELECT platform.today() AS today)) AND (import_id IS NULL OR (import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
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
            ELSE closed >= (( SELECT platform.today() AS today))
        END AND COALESCE(opened <= (( SELECT platform.today() AS today)), true) AS open,
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
  WHERE as_at <= (( SELECT platform.today() AS today)) AND (import_id IS NULL OR (import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
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
  WHERE as_at <= (( SELECT platform.today() AS today)) AND (import_id IS NULL OR (import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
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
          WHERE m.as_at <= (( SELECT platform.today() AS today)) AND (m.import_id IS NULL OR (m.import_id = ANY ((( SELECT schools.accepted_imports() AS accepted_imports))::integer[])))
          ORDER BY m.urn, m.uid, m.as_at DESC, m.import_id DESC NULLS LAST) newest
  WHERE present;
grant select on schools.current_trust_membership to mesters_web;
grant select on schools.current_trust_membership to mesters_worker;

create view subscriptions.invoice_standing with (security_invoker=true) as
SELECT i.id,
    i.kind,
    i.number,
    i.key,
    i.urn,
    i.year,
    i.contract_id,
    i.instalment_year,
    i.instalment_n,
    i.credits,
    i.reason,
    i.raised,
    i.due,
    i.pence,
    i.purchase_order,
    i.sender,
    i.billed_to,
    i.raised_at,
    i.raised_by,
    COALESCE(c.pence, 0::numeric)::bigint AS credited_pence,
    COALESCE(p.pence, 0::numeric)::bigint AS paid_pence,
        CASE i.kind
            WHEN 'invoice'::text THEN i.pence::numeric - COALESCE(c.pence, 0::numeric) - COALESCE(p.pence, 0::numeric)
            ELSE 0::numeric
        END::bigint AS left_pence,
    p.paid_on,
    i.pay_to
   FROM subscriptions.invoice i
     LEFT JOIN LATERAL ( SELECT sum(n.pence) AS pence
           FROM subscriptions.invoice n
          WHERE n.credits = i.id) c ON true
     LEFT JOIN LATERAL ( SELECT sum(a.pence) AS pence,
            max(y.received) AS paid_on
           FROM subscriptions.payment_allocation a
             JOIN subscriptions.payment y ON y.id = a.payment_id
          WHERE a.invoice_id = i.id AND a.released_at IS NULL) p ON true;
grant select on subscriptions.invoice_standing to mesters_web;
grant select on subscriptions.invoice_standing to mesters_worker;
