-- What is owed: facts that were told of a holder, the accounts that follow from them, and every movement of units. Append-only.
create schema entitlements;
grant usage on schema entitlements to mesters_web, mesters_worker;

-- Whoever may hold something: the row that is locked before their facts or accounts change. A school that took over another
-- by conversion goes on with its holder, which is named by the first of them.
create table entitlements.holder (
  kind text not null check (kind in ('school', 'trust', 'partnership', 'pool')),
  id text not null check (id ~ '^[a-z0-9-]+$'),
  -- Levels that may read its accounts, and those that may spend from them.
  readers text[] not null,
  spenders text[] not null,
  -- Levels that may read what follows from a judgement of the school.
  confidants text[] not null,
  -- For which years it was last worked out, so that the day a year comes into view is noticed.
  worked_out_for text[] not null default '{}',
  primary key (kind, id)
);

-- Something true of a holder from a date to a date. Told again under the same key it replaces what was told before.
create table entitlements.fact (
  id bigint generated always as identity primary key,
  holder_kind text not null,
  holder_id text not null,
  key text not null check (key <> ''),
  kind text not null check (kind ~ '^[a-z][a-z0-9-]*$'),
  value jsonb not null,
  starts date not null,
  -- The last day on which it holds; null while it has none.
  ends date check (ends >= starts),
  source text not null check (source <> ''),
  confidential boolean not null,
  told_at timestamptz not null,
  told_by uuid,
  withdrawn_at timestamptz,
  foreign key (holder_kind, holder_id) references entitlements.holder
);
create unique index fact_live on entitlements.fact (holder_kind, holder_id, key) where withdrawn_at is null;
create index fact_holder on entitlements.fact (holder_kind, holder_id);

-- Which offer a holder's years follow: a contract keeps the version that it was signed on.
create table entitlements.pinned_offer (
  holder_kind text not null,
  holder_id text not null,
  year text not null,
  offer_id uuid not null references offer.published,
  primary key (holder_kind, holder_id, year),
  foreign key (holder_kind, holder_id) references entitlements.holder
);
create index pinned_offer_offer on entitlements.pinned_offer (offer_id);

-- One thing owed. `owed` is what the rules give; `granted`, `used`, `moved` and `balance` are written by the lines alone.
-- What was granted beyond what is owed now is a shortfall, which people settle: nothing that was used is taken back.
create table entitlements.account (
  id bigint generated always as identity primary key,
  holder_kind text not null,
  holder_id text not null,
  key text not null,
  year text not null,
  element text not null,
  rule text not null,
  why text not null,
  unit text not null,
  source text not null,
  per text not null check (per in ('year', 'event')),
  -- The event that the units are for, where the offer counts by the event.
  occasion text,
  -- In a pool: the account of the school from which the units came.
  origin_id bigint references entitlements.account,
  starts date not null,
  ends date not null check (ends >= starts),
  unlimited boolean not null,
  at_least boolean not null,
  confidential boolean not null,
  offer_id uuid references offer.published,
  owed bigint not null check (owed >= 0),
  granted bigint not null default 0 check (granted >= 0),
  used bigint not null default 0 check (used >= 0),
  moved bigint not null default 0,
  balance bigint not null default 0 check (balance >= 0),
  opened_at timestamptz not null,
  unique (holder_kind, holder_id, key),
  check (unlimited or balance = granted + moved - used),
  check ((holder_kind = 'pool') = (origin_id is not null)),
  foreign key (holder_kind, holder_id) references entitlements.holder
);
create index account_origin on entitlements.account (origin_id);
create index account_offer on entitlements.account (offer_id);
create index account_element on entitlements.account (holder_kind, holder_id, element, ends, id);

create index account_short on entitlements.account (ends) where granted > owed and (per = 'year' or occasion is not null);

-- A movement of units, with the rule or the booking that caused it. The key makes it happen once.
create table entitlements.posting (
  id bigint generated always as identity primary key,
  key text not null unique check (key <> ''),
  what text not null check (what in ('grant', 'use', 'return', 'pool')),
  -- The booking that uses or gives back; null for grants and pools.
  booking text,
  -- The day on which the use counts: an account must hold on it.
  day date not null,
  at timestamptz not null,
  person_id uuid,
  words text not null,
  check ((booking is not null) = (what in ('use', 'return')))
);
create index posting_booking on entitlements.posting (booking) where booking is not null;

-- The lines of a posting sum to zero for each unit: what an account gets comes from somewhere, and what it gives goes somewhere.
create table entitlements.line (
  posting_id bigint not null references entitlements.posting,
  account_id bigint references entitlements.account,
  against text check (against in ('granted', 'used')),
  unit text not null,
  units bigint not null check (units <> 0),
  check ((account_id is null) <> (against is null))
);
create index line_posting on entitlements.line (posting_id);
create index line_account on entitlements.line (account_id, posting_id);

-- Units that are promised to a booking until a moment, or until it is confirmed or given up. That they end is true without a job.
create table entitlements.hold (
  id bigint generated always as identity primary key,
  key text not null unique check (key <> ''),
  booking text not null,
  day date not null,
  until timestamptz,
  made_at timestamptz not null,
  made_by uuid,
  words text not null,
  ended_at timestamptz,
  ended text check (ended in ('confirmed', 'released')),
  check ((ended_at is null) = (ended is null))
);
create index hold_booking on entitlements.hold (booking);
create table entitlements.hold_line (
  hold_id bigint not null references entitlements.hold,
  account_id bigint not null references entitlements.account,
  units bigint not null check (units > 0),
  -- False as soon as its hold has ended, so that what is promised is found among what is open and not in all history.
  open boolean not null default true,
  primary key (hold_id, account_id)
);
create index hold_line_account on entitlements.hold_line (account_id);
create index hold_line_open on entitlements.hold_line (account_id) where open;

-- Schools that put their credit together. What each put in lies in accounts of the pool that name the school's own, so that every unit can
-- be traced. Intended at first; final when somebody with the right to has agreed.
create table entitlements.pool (
  id text primary key check (id ~ '^[a-z0-9-]+$'),
  name text not null check (name <> ''),
  year text not null,
  -- A trust's own pool; null for any other group.
  trust_uid int references schools.trust,
  note text not null,
  made_at timestamptz not null,
  made_by uuid,
  agreed_by text check (agreed_by <> ''),
  agreed_on date,
  final_at timestamptz,
  final_by uuid,
  check ((final_at is null) = (agreed_by is null) and (final_at is null) = (agreed_on is null))
);
create index pool_trust on entitlements.pool (trust_uid);
create index pool_year on entitlements.pool (year);

create table entitlements.pool_member (
  pool_id text not null references entitlements.pool,
  holder_kind text not null default 'school' check (holder_kind = 'school'),
  holder_id text not null,
  year text not null,
  -- The order in which spare units are shared.
  place int not null check (place > 0),
  -- How many pools a school may be in is the offer's to say: which of them this is.
  slot int not null default 1 check (slot > 0),
  -- The part of its credit that it puts in, in the credit's unit; null for all of it.
  part bigint check (part >= 0),
  joined_at timestamptz not null,
  left_at timestamptz,
  primary key (pool_id, holder_id),
  unique (pool_id, place),
  foreign key (holder_kind, holder_id) references entitlements.holder
);
create unique index pool_member_once on entitlements.pool_member (holder_id, year, slot) where left_at is null;
create index pool_member_holder on entitlements.pool_member (holder_kind, holder_id);

-- What is promised of an account at this moment. Asked by the books, for a promise to somebody else counts although one may not see it.
create function entitlements.held_of(account bigint) returns bigint
  language sql stable security definer
  return (
    select coalesce(sum(l.units), 0)::bigint
    from entitlements.hold_line l join entitlements.hold h on h.id = l.hold_id
    where l.account_id = account and l.open and h.ended_at is null and (h.until is null or h.until > platform.now())
  );

-- The same of many accounts at once; those of which nothing is promised are left out.
create function entitlements.held_among(accounts bigint[]) returns table (account_id bigint, units bigint)
  language sql stable security definer set search_path = entitlements as $$
  select l.account_id, sum(l.units)::bigint
  from hold_line l join hold h on h.id = l.hold_id
  where l.account_id = any(accounts) and l.open and h.ended_at is null and (h.until is null or h.until > platform.now())
  group by l.account_id
$$;

-- The newest bookings behind accounts that the asker may read: what each has used, of those that an account's last movements name, and what each holds.
-- By the books, so that whether they may is asked once for each account and not for each line of each posting.
create function entitlements.bookings_behind(accounts bigint[], newest int)
  returns table (account_id bigint, state text, booking text, units bigint, unit text, words text, day date)
  language sql stable security definer set search_path = entitlements as $$
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
$$;

-- A hold ends once, and its lines with it.
create function entitlements.close_hold() returns trigger
  language plpgsql security definer set search_path = entitlements as $$
begin
  if old.ended_at is not null then
    raise exception 'a hold that has ended stays ended' using errcode = '23514', constraint = 'hold_ends_once';
  end if;
  update hold_line set open = false where hold_id = new.id;
  return null;
end $$;
create trigger hold_closed after update on entitlements.hold for each row execute function entitlements.close_hold();

-- Whether the asker may spend what a holder has: so they must be told what they spent, also of what they may not read by themselves.
create function entitlements.may_spend(of_kind text, of_id text) returns boolean
  language sql stable security definer
  return platform.sees('system', 'staff') or exists (
    select from entitlements.holder h where h.kind = of_kind and h.id = of_id and platform.sees(variadic h.spenders)
  );

create function entitlements.may_spend_account(account bigint) returns boolean
  language sql stable security definer
  return exists (select from entitlements.account a where a.id = account and entitlements.may_spend(a.holder_kind, a.holder_id));

-- Whoever reads one member's accounts may know who else is in the pool: asked by the books, for they may not read the others'.
create function entitlements.reads_pool(of_pool text) returns boolean
  language sql stable security definer
  return platform.sees('system', 'staff', 'partner') or exists (
    select from entitlements.pool_member m join entitlements.holder h on h.kind = m.holder_kind and h.id = m.holder_id
    where m.pool_id = of_pool and platform.sees(variadic h.readers)
  );

-- What a booking still holds, with what its accounts have besides.
create function entitlements.holds_of(of_booking text)
  returns table (hold_id bigint, day date, active boolean, account_id bigint, unit text, units bigint, unlimited boolean, free bigint, starts date, ends date,
    holder_kind text, holder_id text)
  language sql stable security definer set search_path = entitlements as $$
  select h.id, h.day, h.until is null or h.until > platform.now(), a.id, a.unit, l.units, a.unlimited, a.balance - held_of(a.id), a.starts, a.ends,
    a.holder_kind, a.holder_id
  from hold h join hold_line l on l.hold_id = h.id join account a on a.id = l.account_id
  where h.booking = of_booking and h.ended_at is null and may_spend(a.holder_kind, a.holder_id)
  order by h.id, a.ends, a.id
$$;

-- What a booking has used and not given back.
create function entitlements.used_of(of_booking text)
  returns table (account_id bigint, unit text, units bigint, holder_kind text, holder_id text)
  language sql stable security definer set search_path = entitlements as $$
  select a.id, a.unit, -sum(l.units)::bigint, a.holder_kind, a.holder_id
  from posting p join line l on l.posting_id = p.id join account a on a.id = l.account_id
  where p.booking = of_booking and may_spend(a.holder_kind, a.holder_id)
  group by a.id having sum(l.units) < 0 order by a.id
$$;

-- What was posted under a key, for whoever repeats it: the same key for another booking is a mistake of the program.
create function entitlements.posted(of_booking text, of_key text) returns table (account_id bigint, unit text, units bigint)
  language plpgsql stable security definer set search_path = entitlements as $$
begin
  if exists (select from posting p where p.key = of_key and p.booking is distinct from of_booking) then
    raise exception 'the key % was used for something else', of_key using errcode = '23505';
  end if;
  return query
    select l.account_id, l.unit, abs(l.units)
    from posting p join line l on l.posting_id = p.id
    where p.booking = of_booking and (p.key = of_key or starts_with(p.key, of_key || '/')) and l.account_id is not null
    order by l.account_id;
end $$;

-- Locking shows nothing, so everybody may: those who spend are not those who may change a holder.
create function entitlements.lock_holders(keys text[]) returns void
  language plpgsql security definer set search_path = entitlements as $$
begin
  perform from (select distinct split_part(key, '/', 1) as kind, split_part(key, '/', 2) as id from unnest(keys) key) k
    join holder h on h.kind = k.kind and h.id = k.id
    order by h.kind, h.id for update of h;
end $$;

-- The same of everybody whose accounts a booking holds or has used.
create function entitlements.lock_payers(of_booking text) returns void
  language plpgsql security definer set search_path = entitlements as $$
begin
  perform lock_holders(array(
    select a.holder_kind || '/' || a.holder_id
    from hold h join hold_line l on l.hold_id = h.id join account a on a.id = l.account_id where h.booking = of_booking and h.ended_at is null
    union
    select a.holder_kind || '/' || a.holder_id
    from posting p join line l on l.posting_id = p.id join account a on a.id = l.account_id where p.booking = of_booking
  ));
end $$;

-- Everything known of a holder, for whoever may work out what is owed: that must not depend on what they may read themselves.
create function entitlements.facts_of(of_kind text, of_id text) returns setof entitlements.fact
  language sql stable security definer set search_path = entitlements as $$
  select * from fact
  where holder_kind = of_kind and holder_id = of_id and withdrawn_at is null and platform.sees('system', 'staff')
$$;

-- The same of their accounts. Staff may cause anything to be worked out, also what they may not read.
create function entitlements.accounts_of(kinds text[], ids text[]) returns setof entitlements.account
  language sql stable security definer set search_path = entitlements as $$
  select * from account
  where (holder_kind, holder_id) in (select * from unnest(kinds, ids)) and platform.sees('system', 'staff')
$$;

-- The terms of accounts as the rules have them now; where a rule gives nothing any more, only what is owed changes.
create function entitlements.change_accounts(rows jsonb) returns void
  language sql security definer set search_path = entitlements as $$
  update account a set owed = new.owed, why = coalesce(new.why, a.why), source = coalesce(new.source, a.source),
    starts = coalesce(new.starts, a.starts), ends = coalesce(new.ends, a.ends), unlimited = coalesce(new.unlimited, a.unlimited),
    at_least = coalesce(new.at_least, a.at_least), offer_id = coalesce(new.offer_id, a.offer_id), confidential = coalesce(new.confidential, a.confidential)
  from jsonb_to_recordset(rows) as new (kind text, id text, key text, owed bigint, why text, source text, starts date, ends date,
    unlimited boolean, at_least boolean, confidential boolean, offer_id uuid)
  where a.holder_kind = new.kind and a.holder_id = new.id and a.key = new.key and platform.sees('system', 'staff')
    and (a.owed, a.why, a.source, a.starts, a.ends, a.unlimited, a.at_least, a.confidential, a.offer_id) is distinct from
      (new.owed, coalesce(new.why, a.why), coalesce(new.source, a.source), coalesce(new.starts, a.starts), coalesce(new.ends, a.ends),
        coalesce(new.unlimited, a.unlimited), coalesce(new.at_least, a.at_least), coalesce(new.confidential, a.confidential), coalesce(new.offer_id, a.offer_id))
$$;

-- The lines of a posting are written in one statement. They balance, they fit their accounts, and the accounts follow from them.
create function entitlements.apply_lines() returns trigger
  language plpgsql security definer set search_path = entitlements as $$
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
end $$;
create trigger line_applied after insert on entitlements.line
  referencing new table as new_lines for each statement execute function entitlements.apply_lines();

create function entitlements.check_hold() returns trigger
  language plpgsql security definer set search_path = entitlements as $$
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
end $$;
create trigger hold_line_checked after insert on entitlements.hold_line
  referencing new table as new_lines for each statement execute function entitlements.check_hold();

-- Where the offer counts by the event, the first who wants to come to one opens its accounts: what each event has is owed for each. Done by
-- the books, so that a leader may cause it and give themselves nothing.
create function entitlements.open_occasion(of_kind text, of_id text, of_element text, of_occasion text, on_day date) returns void
  language plpgsql security definer set search_path = entitlements as $$
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
end $$;

-- A posting with all its lines, by the books: whoever writes it is asked once whether they may, and not for every row. What may be spent is
-- spent and given back by whoever may spend for the holder; the rest is the office's and the program's to write.
create function entitlements.write_posting(of_key text, of_what text, of_booking text, on_day date, of_person uuid, of_words text, of_lines jsonb) returns void
  language plpgsql security definer set search_path = entitlements as $$
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
end $$;

-- The same of a hold.
create function entitlements.write_hold(of_key text, of_booking text, on_day date, of_until timestamptz, of_person uuid, of_words text, accounts bigint[], of_units bigint[])
  returns void language plpgsql security definer set search_path = entitlements as $$
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
end $$;

-- What was held under a key, for whoever repeats it.
create function entitlements.held(of_booking text, of_key text) returns table (account_id bigint, unit text, units bigint)
  language plpgsql stable security definer set search_path = entitlements as $$
begin
  if exists (select from hold h where h.key = of_key and h.booking <> of_booking) then
    raise exception 'the key % was used for something else', of_key using errcode = '23505';
  end if;
  return query
    select a.id, a.unit, l.units from hold h join hold_line l on l.hold_id = h.id join account a on a.id = l.account_id
    where h.key = of_key order by a.id;
end $$;

-- Locks a holder and then looks, in one call: what has been held or used under the key before; else the accounts of the element that may pay.
-- As the asker and not by the books: what they may not read they do not spend.
create function entitlements.look_to_spend(what text, of_kind text, of_id text, of_element text, of_occasion text, on_day date, of_booking text, of_key text)
  returns table (again boolean, account_id bigint, unit text, units bigint, account_key text, per text, occasion text, starts date, ends date,
    unlimited boolean, balance bigint, held bigint)
  language plpgsql as $$
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
end $$;

-- The same of a booking that is confirmed: what has been used under the key before; else what it holds, with what its accounts have besides.
create function entitlements.look_to_confirm(of_booking text, of_key text)
  returns table (again boolean, account_id bigint, unit text, units bigint, day date, active boolean, unlimited boolean, free bigint, starts date, ends date)
  language plpgsql as $$
begin
  perform entitlements.lock_payers(of_booking);
  again := true;
  for account_id, unit, units in select * from entitlements.posted(of_booking, of_key) loop return next; end loop;
  if found then return; end if;
  again := false;
  for account_id, unit, units, day, active, unlimited, free, starts, ends in
    select h.account_id, h.unit, h.units, h.day, h.active, h.unlimited, h.free, h.starts, h.ends from entitlements.holds_of(of_booking) h
  loop return next; end loop;
end $$;

-- Ends what a booking holds, as far as it is theirs who asks.
create function entitlements.end_holds(of_booking text, how text) returns void
  language plpgsql security definer set search_path = entitlements as $$
begin
  update hold h set ended = how, ended_at = platform.now()
  where h.booking = of_booking and h.ended_at is null and (platform.sees('system', 'staff') or h.made_by = platform.person() or exists (
    select from hold_line l where l.hold_id = h.id and may_spend_account(l.account_id)
  ));
end $$;

-- Ends what a booking holds and writes what it uses.
create function entitlements.write_confirmed(of_key text, of_booking text, on_day date, of_person uuid, of_words text, of_lines jsonb) returns void
  language plpgsql set search_path = entitlements as $$
begin
  perform end_holds(of_booking, 'confirmed');
  perform write_posting(of_key, 'use', of_booking, on_day, of_person, of_words, of_lines);
end $$;

-- These are planned once a connection, perhaps while the tables were empty, and nothing tells the planner that they have grown (on PGlite nothing
-- ever does): so each row is found by an index from the one before, and never by reading a table.
do $$
declare f regprocedure;
begin
  for f in select oid from pg_proc where pronamespace = 'entitlements'::regnamespace loop
    execute format('alter function %s set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off', f);
  end loop;
end $$;

do $$
declare t text;
begin
  foreach t in array array['holder', 'fact', 'pinned_offer', 'account', 'posting', 'line', 'hold', 'hold_line', 'pool', 'pool_member'] loop
    execute format('alter table entitlements.%I enable row level security', t);
    execute format('alter table entitlements.%I force row level security', t);
    -- The triggers and facts_of run as the owner: they keep the books for whoever writes.
    execute format('create policy %I on entitlements.%I to mesters_owner using (true) with check (true)', t || '_books', t);
  end loop;
end $$;

create policy holder_read on entitlements.holder for select to mesters_web, mesters_worker
  using (platform.sees('system') or platform.sees(variadic readers));
create policy holder_write on entitlements.holder for insert to mesters_web, mesters_worker with check (platform.sees('system', 'staff'));
create policy holder_change on entitlements.holder for update to mesters_web, mesters_worker using (platform.sees('system', 'staff'));
grant select, insert, update on entitlements.holder to mesters_web, mesters_worker;

create policy fact_read on entitlements.fact for select to mesters_web, mesters_worker
  using ((select platform.sees('system')) or exists (
    select from entitlements.holder h
    where h.kind = holder_kind and h.id = holder_id and platform.sees(variadic case when confidential then h.confidants else h.readers end)
  ));
create policy fact_tell on entitlements.fact for insert to mesters_web, mesters_worker with check (platform.sees('system', 'staff'));
create policy fact_withdraw on entitlements.fact for update to mesters_web, mesters_worker using (platform.sees('system', 'staff'));
grant select, insert, update (withdrawn_at) on entitlements.fact to mesters_web, mesters_worker;

create policy pinned_offer_read on entitlements.pinned_offer for select to mesters_web, mesters_worker
  using (exists (select from entitlements.holder h where h.kind = holder_kind and h.id = holder_id));
create policy pinned_offer_write on entitlements.pinned_offer for insert to mesters_web, mesters_worker with check (platform.sees('system', 'staff'));
create policy pinned_offer_change on entitlements.pinned_offer for update to mesters_web, mesters_worker using (platform.sees('system', 'staff'));
create policy pinned_offer_end on entitlements.pinned_offer for delete to mesters_web, mesters_worker using (platform.sees('system', 'staff'));
grant select, insert, update, delete on entitlements.pinned_offer to mesters_web, mesters_worker;

create policy account_read on entitlements.account for select to mesters_web, mesters_worker
  using ((select platform.sees('system')) or exists (
    select from entitlements.holder h
    where h.kind = holder_kind and h.id = holder_id and platform.sees(variadic h.readers) and (not confidential or platform.sees(variadic h.confidants))
  ));
create policy account_open on entitlements.account for insert to mesters_web, mesters_worker with check (platform.sees('system', 'staff'));
-- Changed by change_accounts and by lines alone; opened with nothing in it.
grant select, insert (holder_kind, holder_id, key, year, element, rule, why, unit, source, per, occasion, origin_id, starts, ends, unlimited, at_least, confidential,
  offer_id, owed, opened_at) on entitlements.account to mesters_web, mesters_worker;

-- What may be spent is spent by whoever may spend for the holder; what is granted and pooled is the office's and the program's to write.
create policy posting_read on entitlements.posting for select to mesters_web, mesters_worker
  using ((select platform.sees('system')) or person_id = (select platform.person()) or exists (select from entitlements.line l where l.posting_id = id and l.account_id is not null));
create policy posting_make on entitlements.posting for insert to mesters_web, mesters_worker
  with check (
    platform.sees('system')
    or (person_id = platform.person() and (platform.sees('staff') or what in ('use', 'return')))
  );
create policy line_read on entitlements.line for select to mesters_web, mesters_worker
  using ((select platform.sees('system')) or (account_id is not null and exists (select from entitlements.account a where a.id = account_id)));
create policy line_write on entitlements.line for insert to mesters_web, mesters_worker
  with check (account_id is null or platform.sees('system', 'staff') or entitlements.may_spend_account(account_id));
grant select, insert on entitlements.posting, entitlements.line to mesters_web, mesters_worker;

create policy hold_read on entitlements.hold for select to mesters_web, mesters_worker
  using ((select platform.sees('system')) or made_by = (select platform.person()) or exists (select from entitlements.hold_line l where l.hold_id = id));
create policy hold_make on entitlements.hold for insert to mesters_web, mesters_worker
  with check (made_by is not distinct from platform.person() and platform.person() is not null or platform.sees('system'));
create policy hold_end on entitlements.hold for update to mesters_web, mesters_worker
  using (platform.sees('system', 'staff') or made_by = platform.person() or exists (
    select from entitlements.holds_of(booking) o where o.hold_id = id
  ));
create policy hold_line_read on entitlements.hold_line for select to mesters_web, mesters_worker
  using ((select platform.sees('system')) or exists (select from entitlements.account a where a.id = account_id));
create policy hold_line_make on entitlements.hold_line for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'staff') or entitlements.may_spend_account(account_id));
grant select, insert on entitlements.hold to mesters_web, mesters_worker;
grant select, insert (hold_id, account_id, units) on entitlements.hold_line to mesters_web, mesters_worker;
grant update (ended_at, ended) on entitlements.hold to mesters_web, mesters_worker;

-- Who is in which pool is seen by the office and by those who lead or govern one of its schools or its trust.
create policy pool_read on entitlements.pool for select to mesters_web, mesters_worker
  using (platform.sees('system', 'staff', 'partner', 'trust/' || trust_uid) or exists (select from entitlements.pool_member m where m.pool_id = id));
create policy pool_make on entitlements.pool for insert to mesters_web, mesters_worker with check (platform.sees('system', 'staff'));
create policy pool_agree on entitlements.pool for update to mesters_web, mesters_worker using (platform.sees('system', 'staff'));
grant select, insert, update (name, note, agreed_by, agreed_on, final_at, final_by) on entitlements.pool to mesters_web, mesters_worker;
create policy pool_member_read on entitlements.pool_member for select to mesters_web, mesters_worker using (entitlements.reads_pool(pool_id));
create policy pool_member_join on entitlements.pool_member for insert to mesters_web, mesters_worker with check (platform.sees('system', 'staff'));
create policy pool_member_leave on entitlements.pool_member for update to mesters_web, mesters_worker using (platform.sees('system', 'staff'));
grant select, insert, update (part, left_at) on entitlements.pool_member to mesters_web, mesters_worker;
