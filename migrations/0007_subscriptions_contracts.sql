-- From an intention to the end of a contract.
create schema subscriptions;
grant usage on schema subscriptions to mesters_web, mesters_worker;

-- One school's way through a subscription. The state on a day follows from the moments (src/subscriptions/contracts/state.ts).
create table subscriptions.contract (
  id uuid primary key,
  -- The school, by the first URN of its line of conversions (see entitlements.holder): one that took over goes on with it.
  urn int not null references schools.school,
  -- The version of the offer: of the day of the intention, and pinned from the moment that the form is sent.
  offer_id uuid not null references offer.published,
  plan text not null,
  starts date not null,
  -- The last day of the term, or after notice of the year that it ends with.
  ends date not null check (ends >= starts),
  indicated_at timestamptz not null,
  indicated_by uuid,
  -- Newest sending: the form may be sent again when the offer has changed.
  form_sent_at timestamptz,
  form_sent_by uuid,
  completed_at timestamptz,
  completed_by uuid,
  -- As typed by the authorised leader, and the role by which they were one.
  signed_name text check (signed_name <> ''),
  signed_role text,
  terms_file uuid references platform.file,
  terms_sha256 text check (terms_sha256 ~ '^[0-9a-f]{64}$'),
  purchase_order text check (purchase_order <> ''),
  -- With whom the school means to pool its credit, as typed into the form: an intention, settled when the year is planned.
  pool_with text check (pool_with <> ''),
  accepted_at timestamptz,
  accepted_by uuid,
  -- When it became binding.
  active_at timestamptz,
  notice_at timestamptz,
  notice_by uuid,
  -- Withdrawn before it was binding.
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  check (form_sent_at >= indicated_at),
  check (completed_at is null or form_sent_at is not null),
  check (completed_at >= form_sent_at),
  check ((completed_at is null) = (signed_name is null) and (completed_at is null) = (signed_role is null)),
  check ((completed_at is null) = (terms_file is null) and (completed_at is null) = (terms_sha256 is null)),
  check (accepted_at is null or completed_at is not null),
  check (accepted_at >= completed_at),
  check (active_at is null or accepted_at is not null),
  check (active_at >= accepted_at),
  check (notice_at is null or active_at is not null),
  check (notice_at >= active_at),
  check (withdrawn_at >= indicated_at),
  check (withdrawn_at is null or active_at is null)
);
-- A school has one way at a time.
alter table subscriptions.contract add constraint contract_one_at_a_time
  exclude using gist (urn with =, daterange(starts, ends, '[]') with &&) where (withdrawn_at is null);
create index contract_urn on subscriptions.contract (urn);
create index contract_offer on subscriptions.contract (offer_id);
create index contract_terms on subscriptions.contract (terms_file);

-- The fee of one school year, with the pupil number frozen for it.
create table subscriptions.contract_year (
  contract_id uuid not null references subscriptions.contract,
  year text not null,
  -- Null until the year's number is known.
  pupils int check (pupils >= 0),
  census_date date,
  -- Where the number comes from, for people; null where there is none.
  pupils_source text check (pupils_source <> ''),
  -- Of the office, where it set the number or the fee.
  reason text check (reason <> ''),
  -- Null where the offer states no price for the year: it cannot be invoiced. By hand: agreed by the office.
  fee_pence bigint check (fee_pence >= 0),
  by_hand boolean not null default false,
  set_at timestamptz not null,
  set_by uuid,
  primary key (contract_id, year),
  check ((pupils is null) = (pupils_source is null)),
  check (by_hand or fee_pence is null or pupils is not null)
);

-- What was signed stays as it was signed, and what the office alone may do is not for whoever may write the row.
create function subscriptions.keep_contract() returns trigger
  language plpgsql as $$
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
end $$;
create trigger contract_kept before update on subscriptions.contract
  for each row execute function subscriptions.keep_contract();

-- Whether the actor holds a level of the school, under any URN that it has had since.
create function subscriptions.sees_school(level text, of int) returns boolean
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

do $$
declare t text;
begin
  foreach t in array array['contract', 'contract_year'] loop
    execute format('alter table subscriptions.%I enable row level security', t);
    execute format('alter table subscriptions.%I force row level security', t);
  end loop;
end $$;
-- A contract is seen by its school, its trust's leaders (who stand in each school as a leader does), partners and staff; a leader indicates and completes.
create policy contract_read on subscriptions.contract for select to mesters_web, mesters_worker
  using (platform.sees('system', 'school/*') or subscriptions.sees_school('school', urn));
create policy contract_begin on subscriptions.contract for insert to mesters_web, mesters_worker
  with check ((platform.sees('system', 'staff') or subscriptions.sees_school('leader', urn)) and form_sent_at is null);
create policy contract_change on subscriptions.contract for update to mesters_web, mesters_worker
  using (platform.sees('system', 'staff') or subscriptions.sees_school('leader', urn));
grant select, insert on subscriptions.contract to mesters_web, mesters_worker;
-- Never whose it is, nor the intention that it began with.
grant update (offer_id, plan, starts, ends, form_sent_at, form_sent_by, completed_at, completed_by, signed_name, signed_role, terms_file, terms_sha256,
  purchase_order, pool_with, accepted_at, accepted_by, active_at, notice_at, notice_by, withdrawn_at, withdrawn_by)
  on subscriptions.contract to mesters_web, mesters_worker;

create policy contract_year_read on subscriptions.contract_year for select to mesters_web, mesters_worker
  using (exists (select from subscriptions.contract c where c.id = contract_id));
-- A leader's form keeps the figures that it was completed on; from the acceptance on they are the office's.
create policy contract_year_write on subscriptions.contract_year for insert to mesters_web, mesters_worker
  with check (platform.sees('system', 'staff') or exists (
    select from subscriptions.contract c where c.id = contract_id and c.accepted_at is null and subscriptions.sees_school('leader', c.urn)
  ));
create policy contract_year_change on subscriptions.contract_year for update to mesters_web, mesters_worker
  using (platform.sees('system', 'staff'));
grant select, insert on subscriptions.contract_year to mesters_web, mesters_worker;
grant update (pupils, census_date, pupils_source, reason, fee_pence, by_hand, set_at, set_by) on subscriptions.contract_year to mesters_web, mesters_worker;

-- What subscriptions bring in a year, and from how many schools: a sum that the council reads too, whose commission depends on it. No
-- school's own fee is in it to be seen.
create policy contract_sum on subscriptions.contract for select to mesters_owner using (true);
create policy contract_year_sum on subscriptions.contract_year for select to mesters_owner using (true);
create function subscriptions.income(of_year text) returns table (schools bigint, pence bigint)
  language sql stable security definer set search_path = subscriptions as $$
  select count(*), coalesce(sum(y.fee_pence), 0)::bigint
  from contract_year y join contract c on c.id = y.contract_id
  where y.year = of_year and c.active_at is not null and c.withdrawn_at is null and platform.sees('system', 'staff', 'commissioner')
$$;
