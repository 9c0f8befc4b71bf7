-- Offers as they were published. A contract keeps the version it was signed on, so none is ever changed or removed.
create schema offer;
grant usage on schema offer to mesters_web, mesters_worker;

create table offer.published (
  id uuid primary key,
  -- As the file writes it, and the days that it holds: the offer of a day is found without reading any file.
  year text not null,
  starts date not null,
  ends date not null check (ends > starts),
  version int not null check (version > 0),
  file_name text not null,
  -- The file itself, with its comments: the next version is written from it.
  content text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  published_at timestamptz not null,
  published_by uuid,
  unique (year, version)
);

alter table offer.published enable row level security;
alter table offer.published force row level security;
create policy published_read on offer.published for select to mesters_web, mesters_worker using (true);
create policy published_add on offer.published for insert to mesters_web, mesters_worker
  with check (
    platform.sees('installation/*', 'system')
    and (published_by is not distinct from platform.person() or platform.sees('system'))
  );
-- Neither update nor delete is granted to anybody.
grant select, insert on offer.published to mesters_web, mesters_worker;
