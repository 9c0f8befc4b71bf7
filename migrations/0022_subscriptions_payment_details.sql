-- Where schools pay to, as invoices say it. Said once and never changed: who pays by an invoice must be able to rely on what it says, so that
-- other details are a further row, and an invoice keeps the one that held when it was written.
create table subscriptions.payment_details (
  id int generated always as identity primary key,
  -- What was said before: of two people who change the same at once, the second is told.
  follows int unique nulls not distinct references subscriptions.payment_details,
  -- All three, or none: nothing is said any more.
  payee text check (payee <> ''),
  sort_code text check (sort_code ~ '^\d{6}$'),
  account_number text check (account_number ~ '^\d{8}$'),
  -- Stands before the number of the invoice in the reference that is asked for.
  reference text check (reference <> ''),
  -- Where a school writes that it has paid.
  remittance_email text check (remittance_email <> ''),
  remittance_address text check (remittance_address <> ''),
  said_at timestamptz not null,
  said_by uuid,
  check (num_nulls(payee, sort_code, account_number) in (0, 3)),
  check (payee is not null or num_nonnulls(reference, remittance_email, remittance_address) = 0)
);
alter table subscriptions.payment_details enable row level security;
alter table subscriptions.payment_details force row level security;
-- Whoever has signed in may be somebody who pays.
create policy payment_details_read on subscriptions.payment_details for select to mesters_web, mesters_worker
  using (platform.person() is not null or platform.sees('system'));
create policy payment_details_say on subscriptions.payment_details for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'finance/*') and (said_by is not distinct from platform.person() or platform.sees('system')));
-- Neither update nor delete is granted to anybody.
grant select, insert on subscriptions.payment_details to mesters_web, mesters_worker;
create trigger payment_details_never_altered before update or delete or truncate on subscriptions.payment_details
  for each statement execute function subscriptions.refuse_change();

-- Those that held when it was written; none before anybody had said them.
alter table subscriptions.invoice add pay_to int references subscriptions.payment_details;
create index invoice_pay_to on subscriptions.invoice (pay_to);

-- As before, with what is new at the end.
create or replace view subscriptions.invoice_standing with (security_invoker) as
  select i.id, i.kind, i.number, i.key, i.urn, i.year, i.contract_id, i.instalment_year, i.instalment_n, i.credits, i.reason, i.raised, i.due,
    i.pence, i.purchase_order, i.sender, i.billed_to, i.raised_at, i.raised_by,
    coalesce(c.pence, 0)::bigint as credited_pence, coalesce(p.pence, 0)::bigint as paid_pence,
    case i.kind when 'invoice' then i.pence - coalesce(c.pence, 0) - coalesce(p.pence, 0) else 0 end::bigint as left_pence, p.paid_on, i.pay_to
  from subscriptions.invoice i
  left join lateral (select sum(n.pence) as pence from subscriptions.invoice n where n.credits = i.id) c on true
  left join lateral (
    select sum(a.pence) as pence, max(y.received) as paid_on
    from subscriptions.payment_allocation a join subscriptions.payment y on y.id = a.payment_id
    where a.invoice_id = i.id and a.released_at is null
  ) p on true;
