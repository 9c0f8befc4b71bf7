-- Who accepted which version of the terms on which pages of pupils are opened (src/data/terms/terms.yaml).
create table data.terms_acceptance (
  person_id uuid not null,
  version text not null check (version <> ''),
  accepted_at timestamptz not null,
  primary key (person_id, version)
);
alter table data.terms_acceptance enable row level security;
alter table data.terms_acceptance force row level security;
create policy terms_acceptance_read on data.terms_acceptance for select to mesters_web, mesters_worker
  using (person_id = platform.person() or platform.sees('audit/*'));
create policy terms_acceptance_add on data.terms_acceptance for insert to mesters_web, mesters_worker
  with check (person_id = platform.person());
grant select, insert on data.terms_acceptance to mesters_web, mesters_worker;
