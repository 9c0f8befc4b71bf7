-- Absence of every school and the city by group, half-term and year, from a row a mark, written by hand and kept to set the compiled query against.
with marked as (
  select urn, upn,
    case when day < date '2017-10-28' then 1 when day < date '2018-01-01' then 2 when day < date '2018-02-17' then 3 when day < date '2018-04-02' then 4 when day < date '2018-05-28' then 5 else 6 end as half_term,
    case when mark in ('/', '\') then 0 when mark in ('I', 'M', 'C', 'E', 'H', 'R', 'S', 'T') then 1 when mark in ('O', 'U', 'N', 'G') then 2 when mark in ('L', 'B', 'J', 'P', 'V', 'W') then 0 end as kind
  from marks
),
session as (
  select urn, upn, half_term, count(kind) as possible, count(*) filter (where kind = 1) as authorised, count(*) filter (where kind = 2) as unauthorised
  from marked group by 1, 2, 3
),
started as (select urn, upn, min(half_term) as first from session where possible > 0 group by urn, upn),
counted as (
  select s.urn, s.upn, half_term, possible, authorised, unauthorised, c.sex, c.disadvantage, c.sen
  from session s join started f on f.urn = s.urn and f.upn = s.upn left join cohort c on c.urn = s.urn and c.upn = s.upn
  where possible > 0 and f.first < 6 and (c.age is null or c.age between 5 and 15 and not (c.age = 15 and half_term = 6))
),
unit as (
  select urn, half_term, possible, authorised, unauthorised, sex, disadvantage, sen from counted
  union all
  select urn, 7, sum(possible), sum(authorised), sum(unauthorised), min(sex), min(disadvantage), min(sen) from counted group by urn, upn
),
cell as (
  select urn, half_term,
    case when grouping(sex) = 0 and grouping(disadvantage) = 0 then sex || '+' || disadvantage when grouping(sex) = 0 then sex when grouping(disadvantage) = 0 then disadvantage
      when grouping(sen) = 0 then sen else 'all' end as pupil_group,
    count(*) as pupils, sum(possible) as possible, sum(authorised + unauthorised) as absent,
    count(*) filter (where (authorised + unauthorised) * 10 >= possible) as persistent
  from unit group by grouping sets ((urn, half_term), (urn, half_term, sex), (urn, half_term, disadvantage), (urn, half_term, sen), (urn, half_term, sex, disadvantage))
),
place as (
  select urn, null as area, half_term, pupil_group, pupils, possible, absent, persistent from cell where pupil_group is not null
  union all
  select null, a.area, half_term, pupil_group, sum(pupils), sum(possible), sum(absent), sum(persistent) from cell c join areas a on a.urn = c.urn where pupil_group is not null group by a.area, half_term, pupil_group
),
figure as (
  select *, 'own-absence-overall' as measure, absent as numerator, possible as denominator from place
  union all
  select *, 'own-absence-persistent', persistent, pupils from place
)
select urn, area, case half_term when 1 then 'autumn-1' when 2 then 'autumn-2' when 3 then 'spring-1' when 4 then 'spring-2' when 5 then 'summer-1' when 6 then 'summer-2' else 'year' end as period,
  pupil_group, measure, numerator, denominator, floor((numerator * 2000 + denominator) / (2 * denominator)) / 10 as value
from figure order by urn nulls last, area, measure, period, pupil_group
