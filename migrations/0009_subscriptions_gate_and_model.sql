-- Whether the offer runs: what was found each time it was asked, the confirmation that makes contracts binding, and what is done
-- before there is one. And the funding model: cells that the office changed, and what-ifs that were kept.

-- Viability of an offer year is confirmed once. The key is what makes two administrators at once one confirmation.
create table subscriptions.gate (
  year text primary key,
  -- The version of the offer whose line was passed.
  offer_id uuid not null references offer.published,
  confirmed_at timestamptz not null,
  confirmed_by uuid
);
create index gate_offer on subscriptions.gate (offer_id);

-- What stood against the line whenever something was decided on it.
create table subscriptions.gate_test (
  id bigint generated always as identity primary key,
  year text not null,
  offer_id uuid not null references offer.published,
  contracted int not null,
  contracted_pence bigint not null,
  indicated int not null,
  indicated_pence bigint not null,
  state text not null check (state in ('below', 'near', 'viable', 'on-target')),
  why text not null check (why in ('confirmed', 'asked', 'vote')),
  at timestamptz not null,
  by uuid,
  by_name text not null
);
create index gate_test_year on subscriptions.gate_test (year, at);
create index gate_test_offer on subscriptions.gate_test (offer_id);

-- What confirming sets off for each school, step by step. A step is done once, whoever runs it how often.
create table subscriptions.gate_step (
  year text not null,
  urn int not null references schools.school,
  step text not null check (step in ('activate', 'letter')),
  contract_id uuid not null references subscriptions.contract,
  planned_at timestamptz not null,
  done_at timestamptz,
  -- Why it could not be done, in words; a person puts it right and tries again.
  refused text,
  primary key (year, urn, step),
  check (done_at is null or refused is null)
);
create index gate_step_contract on subscriptions.gate_step (contract_id);
create index gate_step_school on subscriptions.gate_step (urn);

-- Near the line: the offer was adjusted and each intending school is asked whether it stays.
create table subscriptions.gate_round (
  id uuid primary key,
  year text not null,
  number int not null check (number > 0),
  -- The adjusted offer that is asked about.
  offer_id uuid not null references offer.published,
  -- What was changed, in the office's words.
  changes text not null check (changes <> ''),
  -- The day by which an answer is hoped for; one that comes later still counts.
  answer_by date not null,
  asked_at timestamptz not null,
  asked_by uuid,
  unique (year, number)
);
create index gate_round_offer on subscriptions.gate_round (offer_id);

create table subscriptions.gate_answer (
  round_id uuid not null references subscriptions.gate_round,
  -- As the contract has it: the first number of the school's line of conversions.
  urn int not null references schools.school,
  contract_id uuid not null references subscriptions.contract,
  -- The version that the school had signed or looked at before.
  before_offer_id uuid not null references offer.published,
  answer text check (answer in ('confirmed', 'withdrawn')),
  answered_at timestamptz,
  answered_by uuid,
  answered_name text,
  -- How the office knows, where it wrote the answer down for the school.
  note text,
  primary key (round_id, urn),
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_name is null))
);
create index gate_answer_contract on subscriptions.gate_answer (contract_id);
create index gate_answer_school on subscriptions.gate_answer (urn);
create index gate_answer_offer on subscriptions.gate_answer (before_offer_id);

-- Far from the line: options that all members decide between.
create table subscriptions.gate_vote (
  id uuid primary key,
  year text not null,
  number int not null check (number > 0),
  question text not null check (question <> ''),
  -- Votes of each member, as the offer had it when the vote began.
  votes_each int not null check (votes_each > 0),
  -- The last day on which a vote is cast or changed.
  ends date not null,
  opened_at timestamptz not null,
  opened_by uuid,
  unique (year, number)
);
create table subscriptions.gate_option (
  vote_id uuid not null references subscriptions.gate_vote,
  number int not null check (number > 0),
  words text not null check (words <> ''),
  primary key (vote_id, number)
);
create table subscriptions.gate_ballot (
  vote_id uuid not null references subscriptions.gate_vote,
  -- The first number of the member's line of conversions: whoever converts meanwhile has one vote still.
  urn int not null references schools.school,
  option int not null,
  cast_at timestamptz not null,
  cast_by uuid,
  primary key (vote_id, urn),
  foreign key (vote_id, option) references subscriptions.gate_option (vote_id, number)
);
create index gate_ballot_school on subscriptions.gate_ballot (urn);
create index gate_ballot_option on subscriptions.gate_ballot (vote_id, option);

-- A cell of the funding table that the office changed. The plan stays in the offer; the newest version of a cell counts, and one without money
-- goes back to the plan.
create table subscriptions.model_cell (
  year text not null,
  column_id text not null,
  version int not null check (version > 0),
  pence bigint check (pence >= 0),
  reason text not null check (reason <> ''),
  set_at timestamptz not null,
  set_by uuid,
  set_by_name text not null,
  primary key (year, column_id, version)
);

-- A what-if that was kept under a name: its address.
create table subscriptions.model_kept (
  id uuid primary key,
  year text not null,
  name text not null check (name <> ''),
  query text not null,
  kept_at timestamptz not null,
  kept_by uuid,
  kept_by_name text not null,
  removed_at timestamptz
);
create unique index model_kept_name on subscriptions.model_kept (year, lower(name)) where removed_at is null;

do $$
declare t text;
begin
  foreach t in array array['gate', 'gate_test', 'gate_step', 'gate_round', 'gate_answer', 'gate_vote', 'gate_option', 'gate_ballot', 'model_cell',
    'model_kept'] loop
    execute format('alter table subscriptions.%I enable row level security', t);
    execute format('alter table subscriptions.%I force row level security', t);
  end loop;
  -- What decides is for those who work on money.
  foreach t in array array['gate', 'gate_test', 'gate_round', 'gate_answer', 'gate_vote', 'gate_option', 'model_cell'] loop
    execute format('create policy %I on subscriptions.%I for insert to mesters_web, mesters_worker with check (platform.sees(''system'', ''finance/*''))',
      t || '_add', t);
  end loop;
  foreach t in array array['gate_test', 'gate_step', 'model_cell', 'model_kept'] loop
    execute format('create policy %I on subscriptions.%I for select to mesters_web, mesters_worker using (platform.sees(''system'', ''staff''))',
      t || '_read', t);
  end loop;
  foreach t in array array['gate_step', 'model_kept'] loop
    execute format('create policy %I on subscriptions.%I for insert to mesters_web, mesters_worker with check (platform.sees(''system'', ''staff''))',
      t || '_add', t);
    execute format('create policy %I on subscriptions.%I for update to mesters_web, mesters_worker using (platform.sees(''system'', ''staff''))',
      t || '_change', t);
  end loop;
  -- That the offer runs, and what members decide on, is no secret.
  foreach t in array array['gate', 'gate_vote', 'gate_option'] loop
    execute format('create policy %I on subscriptions.%I for select to mesters_web, mesters_worker using (true)', t || '_read', t);
  end loop;
end $$;

create policy gate_answer_read on subscriptions.gate_answer for select to mesters_web, mesters_worker
  using (platform.sees('system', 'school/*') or subscriptions.sees_school('school', urn));
create policy gate_answer_give on subscriptions.gate_answer for update to mesters_web, mesters_worker
  using (platform.sees('system', 'staff') or subscriptions.sees_school('leader', urn));
-- Whoever was asked sees what was asked.
create policy gate_round_read on subscriptions.gate_round for select to mesters_web, mesters_worker
  using (platform.sees('system', 'staff') or exists (select from subscriptions.gate_answer a where a.round_id = id));

create policy gate_ballot_read on subscriptions.gate_ballot for select to mesters_web, mesters_worker
  using (platform.sees('system', 'staff') or subscriptions.sees_school('leader', urn));
create policy gate_ballot_cast on subscriptions.gate_ballot for insert to mesters_web, mesters_worker
  with check (subscriptions.sees_school('leader', urn) and platform.today() <= (select v.ends from subscriptions.gate_vote v where v.id = vote_id));
create policy gate_ballot_change on subscriptions.gate_ballot for update to mesters_web, mesters_worker
  using (subscriptions.sees_school('leader', urn) and platform.today() <= (select v.ends from subscriptions.gate_vote v where v.id = vote_id));

grant select, insert on subscriptions.gate, subscriptions.gate_test, subscriptions.gate_round, subscriptions.gate_vote, subscriptions.gate_option,
  subscriptions.model_cell to mesters_web, mesters_worker;
grant select, insert, update on subscriptions.gate_step, subscriptions.gate_answer, subscriptions.gate_ballot, subscriptions.model_kept
  to mesters_web, mesters_worker;

-- How many members chose what: everybody learns it when the vote has ended, the office before. Who chose what stays with each school.
create policy gate_ballot_count on subscriptions.gate_ballot for select to mesters_owner using (true);
create policy gate_vote_count on subscriptions.gate_vote for select to mesters_owner using (true);
create function subscriptions.ballots_of(wanted uuid) returns table (option int, ballots bigint)
  language sql stable security definer set search_path = '' as $$
  select b.option, count(*) from subscriptions.gate_ballot b join subscriptions.gate_vote v on v.id = b.vote_id
  where b.vote_id = wanted and (v.ends < platform.today() or platform.sees('system', 'staff'))
  group by b.option
$$;
revoke all on function subscriptions.ballots_of(uuid) from public;
grant execute on function subscriptions.ballots_of(uuid) to mesters_web, mesters_worker;
