-- Every planned use of anything in the offer: who pays, for whom, and how far it has come.
create schema bookings;
grant usage on schema bookings to mesters_web, mesters_worker;

-- One planned use of one element. Its state follows from its moments (src/bookings/state.ts).
create table bookings.booking (
  id uuid primary key,
  -- Makes it once: the second with the same key is the first.
  key text not null unique check (key <> ''),
  -- Bookings of one basket have the same order.
  order_key text not null check (order_key <> ''),
  -- Whose it is: they read it, and their leaders act for it. Who pays what stands in booking_payer.
  holder_kind text not null,
  holder_id text not null,
  offer_id uuid not null references offer.published,
  year text not null,
  element text not null,
  -- Of the menu: the service, and of a review the tier. Null for what is owed.
  service text,
  tier text,
  -- One of the kinds that the element names.
  kind text,
  -- The event that it is for, where the offer counts by the event.
  occasion text,
  units bigint check (units > 0),
  unit text,
  -- In the unit of the credit; null where nothing is paid, or nothing is agreed yet.
  price bigint check (price >= 0),
  -- Planned for this day; null while no day is agreed.
  day date,
  -- The day on which the use counts: something may begin before its year does.
  counts_on date not null,
  what text not null check (what <> ''),
  notes text not null default '',
  made_at timestamptz not null,
  made_by uuid,
  quoted_at timestamptz,
  quoted_by uuid,
  quote_until date,
  accepted_at timestamptz,
  accepted_by uuid,
  held_at timestamptz,
  held_by uuid,
  -- Null where it is kept without an end.
  held_until timestamptz,
  confirmed_at timestamptz,
  confirmed_by uuid,
  delivered_at timestamptz,
  delivered_by uuid,
  delivered_on date,
  delivered_units bigint check (delivered_units > 0),
  evidence text,
  evidence_link text check (evidence_link ~ '^(https?://|/)'),
  cancelled_at timestamptz,
  cancelled_by uuid,
  cancelled_why text,
  -- What it took went back when it was cancelled; false where that was too late.
  returned boolean,
  foreign key (holder_kind, holder_id) references entitlements.holder,
  check ((units is null) = (unit is null)),
  check (tier is null or service is not null),
  check (quoted_at >= made_at),
  check ((quoted_at is null) = (quote_until is null)),
  check (accepted_at is null or quoted_at is not null),
  check (accepted_at >= quoted_at),
  check (held_at >= made_at),
  -- What was quoted is kept for somebody once they accepted it.
  check (held_at is null or quoted_at is null or accepted_at is not null),
  check (held_until is null or held_at is not null),
  check (held_until >= held_at),
  check (confirmed_at is null or held_at is not null),
  check (confirmed_at >= held_at),
  check (delivered_at is null or confirmed_at is not null),
  check (delivered_at >= confirmed_at),
  check ((delivered_at is null) = (delivered_on is null)),
  check ((delivered_at is null) = (evidence is null)),
  check (delivered_units is null or delivered_at is not null),
  check (cancelled_at >= made_at),
  check (cancelled_at is null or delivered_at is null),
  check ((cancelled_at is null) = (returned is null) and (cancelled_at is null) = (cancelled_why is null))
);
create index booking_holder on bookings.booking (holder_kind, holder_id, year);
create index booking_offer on bookings.booking (offer_id);
create index booking_order on bookings.booking (order_key);
create index booking_open on bookings.booking (made_at) where delivered_at is null and cancelled_at is null;

-- Who pays how much of it, and with which money: its lines sum to the price, or where nothing is paid to the units.
create table bookings.booking_payer (
  booking_id uuid not null references bookings.booking,
  n int not null check (n > 0),
  holder_kind text not null,
  holder_id text not null,
  -- account: from what the holder is owed of `pays`. invoice: by an invoice. asked: given on request, nothing is counted.
  how text not null check (how in ('account', 'invoice', 'asked')),
  -- The element whose account pays, or the credit; null without an account.
  pays text,
  units bigint not null check (units > 0),
  unit text not null,
  -- Of an invoice: the same in pence, and the school that it goes to.
  pence bigint check (pence > 0),
  urn int references schools.school,
  -- A funding source of the offer.
  source text not null check (source <> ''),
  primary key (booking_id, n),
  foreign key (holder_kind, holder_id) references entitlements.holder,
  check ((how = 'account') = (pays is not null)),
  check ((how = 'invoice') = (pence is not null) and (how = 'invoice') = (urn is not null))
);
create index booking_payer_holder on bookings.booking_payer (holder_kind, holder_id);
create index booking_payer_school on bookings.booking_payer (urn);

-- The schools that it is for.
create table bookings.booking_for (
  booking_id uuid not null references bookings.booking,
  urn int not null references schools.school,
  primary key (booking_id, urn)
);
create index booking_for_school on bookings.booking_for (urn);

-- Who does it: an improvement partner, an associate.
create table bookings.booking_person (
  booking_id uuid not null references bookings.booking,
  person_id uuid not null references schools.person,
  primary key (booking_id, person_id)
);
create index booking_person_person on bookings.booking_person (person_id);

-- What has happened stays as it happened, and what the office does is not for whoever may write the row.
create function bookings.keep_booking() returns trigger
  language plpgsql as $$
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
end $$;
create trigger booking_kept before update on bookings.booking
  for each row execute function bookings.keep_booking();

-- Begun by somebody who is not of the office, it has no quote, and is confirmed only at once by the order itself.
create function bookings.begin_booking() returns trigger
  language plpgsql as $$
begin
  if new.delivered_at is not null or new.cancelled_at is not null then
    raise exception 'a booking begins before it ends' using errcode = '23514', constraint = 'booking_begins';
  end if;
  if not platform.sees('system', 'staff', 'partner')
    and (new.quoted_at is not null or new.confirmed_at is distinct from (case when new.confirmed_at is null then null else new.held_at end)) then
    raise exception 'the office does this' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger booking_begun before insert on bookings.booking
  for each row execute function bookings.begin_booking();

-- Once it is kept for somebody, what is paid is all there: looked at when the transaction ends.
create function bookings.check_paid() returns trigger
  language plpgsql security definer set search_path = bookings as $$
declare b booking; paid bigint;
begin
  select * into b from booking where id = new.id;
  if b.held_at is null then return null; end if;
  select coalesce(sum(units), 0) into paid from booking_payer where booking_id = b.id;
  if paid <> coalesce(b.price, b.units, 0) then
    raise exception 'the payments of a booking do not sum to what it costs' using errcode = '23514', constraint = 'booking_paid';
  end if;
  return null;
end $$;
create constraint trigger booking_paid after insert or update on bookings.booking
  deferrable initially deferred for each row execute function bookings.check_paid();

-- Payments are written with the hold and stay.
create function bookings.keep_payer() returns trigger
  language plpgsql security definer set search_path = bookings as $$
begin
  if exists (select from booking where id = new.booking_id and (confirmed_at is not null or cancelled_at is not null)
    and confirmed_at is distinct from held_at) then
    raise exception 'what was paid is not changed' using errcode = '23514', constraint = 'booking_payer_kept';
  end if;
  return new;
end $$;
create trigger booking_payer_kept before insert on bookings.booking_payer
  for each row execute function bookings.keep_payer();

-- A school by any of the numbers that it has had since.
create function bookings.sees_school(level text, of int) returns boolean
  language sql stable
  return platform.sees(level || '/' || of) or exists (
    with recursive line (urn, step) as (
      select s.successor, 1 from schools.succession s where s.predecessor = of and s.kind = 'conversion'
      union
      select s.successor, l.step + 1 from line l join schools.succession s on s.predecessor = l.urn
      where s.kind = 'conversion' and l.step < 20
    )
    select from line where platform.sees(level || '/' || line.urn)
  );

-- Without the policies of the rows that they look at, which look back at the booking: what they answer is about the asker alone.
create function bookings.reads(of_booking uuid) returns boolean
  language sql stable security definer set search_path = bookings as $$
  select platform.sees('system', 'school/*') or exists (
    select from booking b join entitlements.holder h on h.kind = b.holder_kind and h.id = b.holder_id
    where b.id = of_booking and platform.sees(variadic h.readers)
  ) or exists (
    select from booking_payer p join entitlements.holder h on h.kind = p.holder_kind and h.id = p.holder_id
    where p.booking_id = of_booking and platform.sees(variadic h.readers)
  )
    or exists (select from booking_person p where p.booking_id = of_booking and p.person_id = platform.person())
$$;
create function bookings.spends(of_kind text, of_id text) returns boolean
  language sql stable security definer set search_path = bookings as $$
  select platform.sees('system', 'staff') or exists (
    select from entitlements.holder h where h.kind = of_kind and h.id = of_id and platform.sees(variadic h.spenders)
  )
$$;
create function bookings.reads_holder(of_kind text, of_id text) returns boolean
  language sql stable security definer set search_path = bookings as $$
  select platform.sees('system', 'school/*') or exists (
    select from entitlements.holder h where h.kind = of_kind and h.id = of_id and platform.sees(variadic h.readers)
  )
$$;
-- Whoever may act for whose booking it is adds to it.
create function bookings.acts(of_booking uuid) returns boolean
  language sql stable security definer set search_path = bookings as $$
  select exists (select from booking b where b.id = of_booking and spends(b.holder_kind, b.holder_id))
$$;

-- What each source of money has bought in a year: sums over the whole city for those who pay for it, who see no school's own lines. What
-- follows from how schools are judged is in them only for those who may know that.
create function bookings.bought(of_year text)
  returns table (element text, source text, unit text, owed bigint, used bigint, held bigint, invoiced_pence bigint, schools bigint)
  language sql stable security definer set search_path = bookings as $$
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
$$;

do $$
declare t text;
begin
  foreach t in array array['booking', 'booking_payer', 'booking_for', 'booking_person'] loop
    execute format('alter table bookings.%I enable row level security', t);
    execute format('alter table bookings.%I force row level security', t);
    -- The functions above run as the owner.
    execute format('create policy %I on bookings.%I to mesters_owner using (true) with check (true)', t || '_books', t);
  end loop;
end $$;
create policy booking_read on bookings.booking for select to mesters_web, mesters_worker
  using (bookings.reads_holder(holder_kind, holder_id) or bookings.reads(id)
    or exists (select from bookings.booking_for f where f.booking_id = id and bookings.sees_school('school', f.urn)));
create policy booking_make on bookings.booking for insert to mesters_web, mesters_worker
  with check (bookings.spends(holder_kind, holder_id) and (made_by is not distinct from platform.person() or platform.sees('system')));
create policy booking_change on bookings.booking for update to mesters_web, mesters_worker
  using (bookings.spends(holder_kind, holder_id)) with check (bookings.spends(holder_kind, holder_id));
grant select, insert on bookings.booking to mesters_web, mesters_worker;
-- Never whose it is, nor how it began.
grant update (units, unit, price, day, counts_on, what, notes, quoted_at, quoted_by, quote_until, accepted_at, accepted_by, held_at, held_by, held_until,
  confirmed_at, confirmed_by, delivered_at, delivered_by, delivered_on, delivered_units, evidence, evidence_link,
  cancelled_at, cancelled_by, cancelled_why, returned)
  on bookings.booking to mesters_web, mesters_worker;

create policy booking_payer_read on bookings.booking_payer for select to mesters_web, mesters_worker
  using (exists (select from bookings.booking b where b.id = booking_id));
create policy booking_payer_make on bookings.booking_payer for insert to mesters_web, mesters_worker
  with check (bookings.acts(booking_id) and bookings.spends(holder_kind, holder_id));
-- A hold that ran out is made anew, with what is left then.
create policy booking_payer_again on bookings.booking_payer for delete to mesters_web, mesters_worker using (bookings.acts(booking_id));
grant select, insert, delete on bookings.booking_payer to mesters_web, mesters_worker;
create policy booking_for_read on bookings.booking_for for select to mesters_web, mesters_worker
  using (bookings.reads(booking_id) or bookings.sees_school('school', urn));
create policy booking_for_make on bookings.booking_for for insert to mesters_web, mesters_worker with check (bookings.acts(booking_id));
grant select, insert on bookings.booking_for to mesters_web, mesters_worker;
create policy booking_person_read on bookings.booking_person for select to mesters_web, mesters_worker
  using (exists (select from bookings.booking b where b.id = booking_id));
create policy booking_person_make on bookings.booking_person for insert to mesters_web, mesters_worker
  with check (bookings.acts(booking_id) and platform.sees('system', 'staff', 'partner'));
create policy booking_person_end on bookings.booking_person for delete to mesters_web, mesters_worker using (platform.sees('system', 'staff', 'partner'));
grant select, insert, delete on bookings.booking_person to mesters_web, mesters_worker;
