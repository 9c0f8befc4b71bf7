-- Sign-in: who has an account, their sessions, passkeys and codes. Read and written by the sign-in path only (level 'sign-in').
-- Times here are real ones, also where a demonstration holds its day: a session must end.
create table platform.sign_in_user (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null,
  -- The library writes a name and a picture; people and their names are kept by `schools`, so both stay empty.
  name text not null check (name = ''),
  image text check (image is null),
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table platform.sign_in_session (
  id uuid primary key,
  user_id uuid not null references platform.sign_in_user on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  -- No address and no browser: not needed, so not kept.
  ip_address text check (coalesce(ip_address, '') = ''),
  user_agent text check (coalesce(user_agent, '') = ''),
  created_at timestamptz not null,
  -- The last use, to within a few minutes.
  updated_at timestamptz not null
);
create index sign_in_session_user on platform.sign_in_session (user_id);
create index sign_in_session_expires on platform.sign_in_session (expires_at);

-- An account at the organisation's own sign-in service (OpenID Connect). Its tokens are not kept: nothing is asked of the service later.
create table platform.sign_in_account (
  id uuid primary key,
  user_id uuid not null references platform.sign_in_user on delete cascade,
  provider_id text not null,
  account_id text not null,
  access_token text check (access_token is null),
  refresh_token text check (refresh_token is null),
  id_token text check (id_token is null),
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text check (password is null),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index sign_in_account_user on platform.sign_in_account (user_id);

create table platform.sign_in_passkey (
  id uuid primary key,
  user_id uuid not null references platform.sign_in_user on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null unique,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz
);
create index sign_in_passkey_user on platform.sign_in_passkey (user_id);

-- What waits to be proved: a code (hashed, with its tries) or a passkey challenge. Short-lived.
create table platform.sign_in_verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sign_in_verification_identifier on platform.sign_in_verification (identifier, created_at desc);
create index sign_in_verification_expires on platform.sign_in_verification (expires_at);

-- How often a code was asked for, by address. The key is a keyed hash: addresses of strangers are not collected.
create table platform.sign_in_limit (
  key text primary key,
  since timestamptz not null,
  count int not null
);
create index sign_in_limit_since on platform.sign_in_limit (since);

do $$
declare wanted text;
begin
  foreach wanted in array array['user', 'session', 'account', 'passkey', 'verification', 'limit'] loop
    execute format('alter table platform.sign_in_%s enable row level security', wanted);
    execute format('alter table platform.sign_in_%s force row level security', wanted);
    execute format(
      'create policy sign_in_%1$s_own_path on platform.sign_in_%1$s to mesters_web using (platform.sees(''sign-in'')) with check (platform.sees(''sign-in''))',
      wanted
    );
    execute format('grant select, insert, update, delete on platform.sign_in_%s to mesters_web', wanted);
  end loop;
end $$;
