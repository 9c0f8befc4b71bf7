-- Money between schools and the partnership: what falls due, invoices and credit notes, payments and what they pay, the bank's statement.

-- A part of the fee of one contract year, as the offer splits it. When it falls due to be raised it becomes an invoice, once.
create table subscriptions.instalment (
  contract_id uuid not null references subscriptions.contract,
  year text not null,
  n int not null check (n > 0),
  -- Parts of that year in all.
  parts int not null check (parts >= n),
  due date not null,
  pence bigint not null check (pence > 0),
  purchase_order text check (purchase_order <> ''),
  planned_at timestamptz not null,
  primary key (contract_id, year, n)
);

-- The last number given, by series: the row that whoever writes an invoice waits for.
create table subscriptions.series (
  kind text primary key check (kind in ('invoice', 'credit-note')),
  last int not null default 0 check (last >= 0)
);
insert into subscriptions.series (kind) values ('invoice'), ('credit-note');

-- Written once. Whether it is due, overdue or paid follows from payments and the day.
create table subscriptions.invoice (
  id uuid primary key,
  kind text not null references subscriptions.series,
  -- Given by the trigger below, one after another; whatever is written here is ignored.
  number int not null check (number > 0),
  -- What caused it: 'instalment/…', 'booking/…', 'credit/…'. The second with the same key is not written.
  key text not null unique check (key <> ''),
  -- The school as it is at the time: one that took over is billed under its own number.
  urn int not null references schools.school,
  -- The school year that the money counts in.
  year text not null,
  contract_id uuid,
  instalment_year text,
  instalment_n int,
  -- The invoice that a credit note takes from.
  credits uuid references subscriptions.invoice,
  reason text,
  raised date not null,
  due date,
  pence bigint not null check (pence > 0),
  purchase_order text check (purchase_order <> ''),
  -- As they were when it was written, for the document never changes.
  sender text not null,
  billed_to text not null check (billed_to <> ''),
  raised_at timestamptz not null,
  raised_by uuid,
  unique (kind, number),
  unique (contract_id, instalment_year, instalment_n),
  foreign key (contract_id, instalment_year, instalment_n) references subscriptions.instalment,
  check ((kind = 'invoice') = (due is not null)),
  check (due >= raised),
  check ((kind = 'credit-note') = (credits is not null) and (kind = 'credit-note') = (reason is not null)),
  check (num_nulls(contract_id, instalment_year, instalment_n) in (0, 3))
);
create index invoice_urn on subscriptions.invoice (urn, raised);
create index invoice_credits on subscriptions.invoice (credits);

create table subscriptions.invoice_line (
  invoice_id uuid not null references subscriptions.invoice,
  n int not null check (n > 0),
  text text not null check (text <> ''),
  quantity int not null check (quantity > 0),
  each_pence bigint not null,
  pence bigint not null check (pence = quantity * each_pence),
  -- Which funding source of the offer the money is, and what of it: an element, or nothing for the fee itself.
  source text not null check (source <> ''),
  element text,
  primary key (invoice_id, n)
);

-- Money that came in, as a person recorded it or accepted it from the bank's statement.
create table subscriptions.payment (
  id uuid primary key,
  -- Makes it once, however often the form is sent: 'form/…', 'bank/…'.
  key text not null unique check (key <> ''),
  received date not null,
  pence bigint not null check (pence > 0),
  how text not null check (how in ('bank', 'cheque', 'card', 'cash', 'other')),
  reference text not null,
  payer text not null check (payer <> ''),
  -- The school it is from, where it is from one: what is not yet set against an invoice stands to its credit.
  urn int references schools.school,
  recorded_at timestamptz not null,
  recorded_by uuid
);
create index payment_urn on subscriptions.payment (urn);
create index payment_received on subscriptions.payment (received desc, id);

-- What of a payment pays which invoice. Taken off again it stays, with when.
create table subscriptions.payment_allocation (
  id bigint generated always as identity primary key,
  payment_id uuid not null references subscriptions.payment,
  invoice_id uuid not null references subscriptions.invoice,
  pence bigint not null check (pence > 0),
  allocated_at timestamptz not null,
  allocated_by uuid,
  released_at timestamptz,
  released_by uuid
);
create unique index payment_allocation_live on subscriptions.payment_allocation (payment_id, invoice_id) where released_at is null;
create index payment_allocation_invoice on subscriptions.payment_allocation (invoice_id);
create index payment_allocation_payment on subscriptions.payment_allocation (payment_id);

-- A line of the bank's statement. The hash makes importing it again add nothing.
create table subscriptions.bank_line (
  id uuid primary key,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  day date not null,
  -- In is positive, out is negative.
  pence bigint not null check (pence <> 0),
  text text not null,
  reference text not null,
  file_name text not null,
  line int not null,
  imported_at timestamptz not null,
  imported_by uuid,
  payment_id uuid unique references subscriptions.payment,
  -- Looked at, and not from a school.
  set_aside_at timestamptz,
  set_aside_by uuid,
  set_aside_why text,
  check ((set_aside_at is null) = (set_aside_why is null)),
  check (payment_id is null or (pence > 0 and set_aside_at is null))
);
create index bank_line_day on subscriptions.bank_line (day desc, id);

-- Letters about an invoice: 0 went with it, 1 is the first reminder. To nobody where a school has nobody to write to.
create table subscriptions.invoice_letter (
  invoice_id uuid not null references subscriptions.invoice,
  nth int not null check (nth >= 0),
  sent date not null,
  recipients int not null check (recipients >= 0),
  left_pence bigint not null check (left_pence >= 0),
  primary key (invoice_id, nth)
);

-- Numbers have no gaps: the row of the series is held until the transaction ends, the number is taken only for what is written, and a
-- transaction that fails gives it back. A second one with the same key waits here, sees the first, and writes nothing.
create function subscriptions.number_invoice() returns trigger
  language plpgsql security definer set search_path = subscriptions as $$
begin
  perform from series where kind = new.kind for update;
  if exists (select from invoice where key = new.key) then return null; end if;
  update series set last = last + 1 where kind = new.kind returning last into new.number;
  return new;
end $$;
create trigger invoice_numbered before insert on subscriptions.invoice for each row execute function subscriptions.number_invoice();

create function subscriptions.refuse_change() returns trigger
  language plpgsql as $$
begin
  raise exception '% is never altered', tg_table_name using errcode = '23514', constraint = 'never_altered';
end $$;
create trigger invoice_never_altered before update or delete or truncate on subscriptions.invoice
  for each statement execute function subscriptions.refuse_change();
create trigger invoice_line_never_altered before update or delete or truncate on subscriptions.invoice_line
  for each statement execute function subscriptions.refuse_change();

-- At the end of the transaction the lines are there and sum to what the document says, and so it stays.
create function subscriptions.check_lines() returns trigger
  language plpgsql security definer set search_path = subscriptions as $$
declare of_invoice uuid;
begin
  of_invoice := case tg_table_name when 'invoice' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'invoice_id')::uuid end;
  if (select pence from invoice where id = of_invoice) is distinct from (select sum(pence) from invoice_line where invoice_id = of_invoice) then
    raise exception 'the lines of an invoice do not sum to it' using errcode = '23514', constraint = 'invoice_sum';
  end if;
  return null;
end $$;
create constraint trigger invoice_lines_checked after insert on subscriptions.invoice
  deferrable initially deferred for each row execute function subscriptions.check_lines();
create constraint trigger invoice_line_checked after insert on subscriptions.invoice_line
  deferrable initially deferred for each row execute function subscriptions.check_lines();

-- What is left to pay of an invoice, whoever asks.
create function subscriptions.left_of(of_invoice uuid) returns bigint
  language sql stable security definer set search_path = subscriptions as $$
  select i.pence
    - coalesce((select sum(c.pence) from invoice c where c.credits = i.id), 0)
    - coalesce((select sum(a.pence) from payment_allocation a where a.invoice_id = i.id and a.released_at is null), 0)
  from invoice i where i.id = of_invoice and i.kind = 'invoice'
$$;
revoke execute on function subscriptions.left_of(uuid) from public;

-- A credit note takes no more than is left. What has been paid is taken off first.
create function subscriptions.check_credit() returns trigger
  language plpgsql security definer set search_path = subscriptions as $$
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
end $$;
create trigger credit_checked after insert on subscriptions.invoice for each row execute function subscriptions.check_credit();

-- Never more than the payment has, nor than is left of the invoice.
create function subscriptions.check_allocation() returns trigger
  language plpgsql security definer set search_path = subscriptions as $$
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
end $$;
create trigger allocation_checked after insert on subscriptions.payment_allocation
  for each row execute function subscriptions.check_allocation();

-- Once taken off, for good: it is allocated anew.
create function subscriptions.check_release() returns trigger
  language plpgsql as $$
begin
  if old.released_at is not null or (new.payment_id, new.invoice_id, new.pence) is distinct from (old.payment_id, old.invoice_id, old.pence) then
    raise exception 'an allocation is only taken off' using errcode = '23514', constraint = 'never_altered';
  end if;
  return new;
end $$;
create trigger allocation_released before update on subscriptions.payment_allocation
  for each row execute function subscriptions.check_release();

do $$
declare t text;
begin
  foreach t in array array['instalment', 'series', 'invoice', 'invoice_line', 'payment', 'payment_allocation', 'bank_line', 'invoice_letter'] loop
    execute format('alter table subscriptions.%I enable row level security', t);
    execute format('alter table subscriptions.%I force row level security', t);
    -- The triggers run as the owner: they keep the books for whoever writes.
    execute format('create policy %I on subscriptions.%I to mesters_owner using (true) with check (true)', t || '_books', t);
  end loop;
end $$;

-- Whoever sees the contract sees when its parts fall due; its leaders write their order number on those to come.
create policy instalment_read on subscriptions.instalment for select to mesters_web, mesters_worker
  using (exists (select from subscriptions.contract c where c.id = contract_id));
create policy instalment_plan on subscriptions.instalment for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'staff'));
create policy instalment_again on subscriptions.instalment for delete to mesters_web, mesters_worker
  using (platform.sees('system', 'staff'));
create policy instalment_order on subscriptions.instalment for update to mesters_web, mesters_worker
  using (exists (select from subscriptions.contract c where c.id = contract_id and (platform.sees('system', 'finance/*') or subscriptions.sees_school('leader', c.urn))));
grant select, insert, delete, update (purchase_order) on subscriptions.instalment to mesters_web, mesters_worker;

create policy invoice_read on subscriptions.invoice for select to mesters_web, mesters_worker
  using (platform.sees('system', 'finance/*') or subscriptions.sees_school('school', urn));
create policy invoice_raise on subscriptions.invoice for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'finance/*'));
create policy invoice_line_read on subscriptions.invoice_line for select to mesters_web, mesters_worker
  using (exists (select from subscriptions.invoice i where i.id = invoice_id));
create policy invoice_line_write on subscriptions.invoice_line for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'finance/*'));
-- Neither update nor delete is granted to anybody.
grant select, insert on subscriptions.invoice, subscriptions.invoice_line to mesters_web, mesters_worker;

-- A trust's payment for several schools is seen by each through what it pays of theirs.
create policy payment_allocation_read on subscriptions.payment_allocation for select to mesters_web, mesters_worker
  using (exists (select from subscriptions.invoice i where i.id = invoice_id));
create policy payment_allocation_make on subscriptions.payment_allocation for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'finance/*'));
create policy payment_allocation_release on subscriptions.payment_allocation for update to mesters_web, mesters_worker
  using (platform.sees('system', 'finance/*'));
grant select, insert, update (released_at, released_by) on subscriptions.payment_allocation to mesters_web, mesters_worker;
create policy payment_read on subscriptions.payment for select to mesters_web, mesters_worker
  using (platform.sees('system', 'finance/*') or subscriptions.sees_school('school', urn)
    or exists (select from subscriptions.payment_allocation a where a.payment_id = payment.id));
create policy payment_record on subscriptions.payment for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'finance/*'));
grant select, insert on subscriptions.payment to mesters_web, mesters_worker;

create policy bank_line_work on subscriptions.bank_line to mesters_web, mesters_worker
  using (platform.sees('system', 'finance/*')) with check (platform.sees('system', 'finance/*'));
grant select, insert, update (payment_id, set_aside_at, set_aside_by, set_aside_why) on subscriptions.bank_line to mesters_web, mesters_worker;

create policy invoice_letter_read on subscriptions.invoice_letter for select to mesters_web, mesters_worker
  using (exists (select from subscriptions.invoice i where i.id = invoice_id));
create policy invoice_letter_send on subscriptions.invoice_letter for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'finance/*'));
grant select, insert on subscriptions.invoice_letter to mesters_web, mesters_worker;

-- Every document with what has been credited and paid of it. The state of a day follows (src/subscriptions/money/rules.ts).
create view subscriptions.invoice_standing with (security_invoker) as
  select i.*, coalesce(c.pence, 0)::bigint as credited_pence, coalesce(p.pence, 0)::bigint as paid_pence,
    case i.kind when 'invoice' then i.pence - coalesce(c.pence, 0) - coalesce(p.pence, 0) else 0 end::bigint as left_pence, p.paid_on
  from subscriptions.invoice i
  left join lateral (select sum(n.pence) as pence from subscriptions.invoice n where n.credits = i.id) c on true
  left join lateral (
    select sum(a.pence) as pence, max(y.received) as paid_on
    from subscriptions.payment_allocation a join subscriptions.payment y on y.id = a.payment_id
    where a.invoice_id = i.id and a.released_at is null
  ) p on true;
grant select on subscriptions.invoice_standing to mesters_web, mesters_worker;
