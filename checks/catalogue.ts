import type { Source } from '../src/platform/database';
import { catalogue, ours, own } from './dump-schema';
import modules from './modules.json';
import type { Looked } from './source-rules';

/** Rules about every table, asked of the catalogue of a migrated database. Rows: `looked`, what is wrong with each or null. */
const rules = {
  /** Else deleting or following the other side reads the whole table. The index begins with the key's columns, in any order, and is not partial. */
  'every foreign key has an index': `
    select k.conrelid::regclass || ' (' || k.conname || ')' as looked,
      case when not exists (
        select from pg_index i where i.indrelid = k.conrelid and i.indisvalid
          and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ ('^\\(' || (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) || ' IS NOT NULL\\)$'))
          and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
      ) then 'has no index' end as fault
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where k.contype = 'f' and ${ours}`,

  /** Forced: the owner is held to the policies too. */
  'every table has forced row-level security': `
    select c.oid::regclass::text as looked,
      case when not c.relrowsecurity then 'has no row-level security' when not c.relforcerowsecurity then 'does not force row-level security on its owner' end as fault
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${ours} and ${own('c.oid', 'pg_class')} and c.oid <> 'public.migration'::regclass`,

  /** A view asks in its owner's name unless it says otherwise: then it must ask platform.sees itself, behind a barrier. */
  'every view asks as the one who reads it': `
    select c.oid::regclass::text as looked,
      case when not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions) or ('security_barrier=true' = any (c.reloptions) and pg_get_viewdef(c.oid) like '%platform.sees(%'), false)
        then 'shows what its owner sees' end as fault
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${ours} and ${own('c.oid', 'pg_class')}`,

  'every time has its zone': `
    select c.oid::regclass || '.' || a.attname as looked,
      case when a.atttypid in ('timestamp'::regtype, 'timestamp[]'::regtype, 'timetz'::regtype, 'tsrange'::regtype) then 'is a ' || format_type(a.atttypid, null) end as fault
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped and ${ours} and ${own('c.oid', 'pg_class')}`,

  /** What decides anything takes the day from the transaction: platform.today() and platform.now(). */
  "nothing asks the server's clock": `
    select looked, case when words ~* '(?<!platform\\.)\\m(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\\s*\\(|\\m(current_date|current_time|current_timestamp|localtime|localtimestamp)\\M|''(now|today|tomorrow|yesterday)''' then 'asks the server''s clock' end as fault
    from (
      select 'the default of ' || c.oid::regclass || '.' || a.attname as looked, pg_get_expr(d.adbin, d.adrelid) as words
        from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum join pg_class c on c.oid = d.adrelid join pg_namespace n on n.oid = c.relnamespace where ${ours}
      union all select 'the policy ' || p.polname || ' of ' || c.oid::regclass, coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
        from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${ours}
      union all select 'the constraint ' || k.conname || ' of ' || c.oid::regclass, pg_get_constraintdef(k.oid)
        from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where k.contype = 'c' and ${ours}
      union all select 'the function ' || p.oid::regprocedure, pg_get_functiondef(p.oid)
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prokind in ('f', 'p') and ${ours} and ${own('p.oid', 'pg_proc')}
      union all select 'the view ' || c.oid::regclass, pg_get_viewdef(c.oid)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${ours} and ${own('c.oid', 'pg_class')}
      union all select 'the index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid)
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where ${ours}
      union all select 'the trigger ' || t.tgname || ' of ' || c.oid::regclass, pg_get_triggerdef(t.oid)
        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where not t.tgisinternal and ${ours}
    ) said`,

  /** Every table is of one module, and points only to tables of modules with a smaller number or its own. */
  'every table is of a module and points to smaller numbers': `
    with module as (select name, number from unnest(array[${modules.map((name) => `'${name}'`).join(', ')}]) with ordinality as m (name, number)),
      kept as (select c.oid, n.nspname, m.number from pg_class c join pg_namespace n on n.oid = c.relnamespace left join module m on m.name = n.nspname
        where c.relkind in ('r', 'p') and ${ours} and ${own('c.oid', 'pg_class')} and c.oid <> 'public.migration'::regclass)
    select t.oid::regclass::text as looked,
      case when t.number is null then 'is in the schema of no module'
        else (select 'points to ' || string_agg(k.confrelid::regclass::text, ', ') from pg_constraint k join kept other on other.oid = k.confrelid
          where k.conrelid = t.oid and k.contype = 'f' and other.number > t.number) end as fault
    from kept t`,

  /** The program's roles hold no right that outlives row-level security. */
  'no role of the program owns, truncates or passes by': `
    select r.rolname as looked,
      case when r.rolsuper then 'is a superuser' when r.rolbypassrls then 'passes by row-level security' when r.rolcanlogin then 'may log in'
        else (select 'may truncate ' || string_agg(c.oid::regclass::text, ', ') from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_table_privilege(r.oid, c.oid, 'truncate') and r.rolname <> 'mesters_owner') end as fault
    from pg_roles r where r.rolname in ('mesters_owner', 'mesters_web', 'mesters_worker')`,
};

export type Rule = keyof typeof rules;
export const ruleNames = Object.keys(rules) as Rule[];

export async function ask(source: Source, rule: Rule): Promise<Looked> {
  const rows = await catalogue(source, rules[rule]);
  return {
    looked: rows.length,
    faults: rows
      .filter(({ fault }) => fault !== null)
      .map(({ looked, fault }) => `${looked} ${fault}`)
      .sort(),
  };
}
