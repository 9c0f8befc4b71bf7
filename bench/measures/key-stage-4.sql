-- Attainment 8 and Progress 8 of every school and authority by group, with the likely range and the band, written by hand and kept to set the compiled query against.
-- On PostgreSQL max(points, n) is spelt as a sorted array: `forPostgres`.
with result as (
  select e.urn, e.upn, e.subject, p.points from entries e join points p on p.scale = e.scale and p.grade = e.grade
),
best as (
  select urn, upn,
    max(points) filter (where subject = 'english-language') as la,
    max(points) filter (where subject = 'english-literature') as li,
    coalesce(max(points) filter (where subject = 'mathematics'), 0) as ma,
    coalesce(max(points) filter (where subject = 'combined-science'), 0) as c,
    max(points, 6) filter (where subject in ('biology', 'chemistry', 'physics', 'computer-science', 'geography', 'history', 'language')) as e,
    max(points, 3) filter (where subject = 'other') as o
  from result group by urn, upn
),
sums as (
  select urn, upn, ma, c,
    case when la is not null and li is not null then 2 * greatest(la, li) else coalesce(la, li, 0) end as english,
    case when la is not null and li is not null then least(la, li) else 0 end as lesser,
    coalesce(e[1], 0) as e1, coalesce(e[1], 0) + coalesce(e[2], 0) as e2, coalesce(e[1], 0) + coalesce(e[2], 0) + coalesce(e[3], 0) as e3,
    coalesce(e[1], 0) + coalesce(e[2], 0) + coalesce(e[3], 0) + coalesce(e[4], 0) as e4,
    coalesce(e[1], 0) + coalesce(e[2], 0) + coalesce(e[3], 0) + coalesce(e[4], 0) + coalesce(e[5], 0) as e5,
    coalesce(e[1], 0) + coalesce(e[2], 0) + coalesce(e[3], 0) + coalesce(e[4], 0) + coalesce(e[5], 0) + coalesce(e[6], 0) as e6,
    coalesce(o[1], 0) as o1, coalesce(o[1], 0) + coalesce(o[2], 0) as o2, coalesce(o[1], 0) + coalesce(o[2], 0) + coalesce(o[3], 0) as o3
  from best
),
filled as (
  select *, greatest(e3, c + e2, c + c + e1) as b3, greatest(e4, c + e3, c + c + e2) as b4, greatest(e5, c + e4, c + c + e3) as b5, greatest(e6, c + e5, c + c + e4) as b6 from sums
),
attained as (
  select urn, upn,
    english + 2 * ma + b3 + greatest(o3, b4 - b3 + o2, b5 - b3 + o1, b6 - b3, lesser + greatest(o2, b4 - b3 + o1, b5 - b3)) as attainment8
  from filled
),
pupil as (
  select c.urn, c.sex, c.disadvantage, c.sen, coalesce(a.attainment8, 0) as attainment8,
    round((coalesce(c.ks2_reading, c.ks2_maths) + coalesce(c.ks2_maths, c.ks2_reading)) / 2, 1) as level
  from cohort c left join attained a on a.urn = c.urn and a.upn = c.upn
),
scored as (
  select p.*, case when level < 4 then 'low-prior' when level < 5 then 'middle-prior' when level is not null then 'high-prior' end as prior,
    greatest((p.attainment8 - m.overall) / 10, m.minimum) as progress8
  from pupil p left join averages m
    on m.label = case when level <= 1.5 then 1.5 when level <= 2 then 2 when level <= 2.5 then 2.5 when level <= 2.8 then 2.8 when level > 5.8 then 5.8 else level end
),
cell as (
  select urn,
    case when grouping(sex) = 0 and grouping(disadvantage) = 0 then sex || '+' || disadvantage when grouping(sex) = 0 then sex when grouping(disadvantage) = 0 then disadvantage
      when grouping(sen) = 0 then sen when grouping(prior) = 0 then prior else 'all' end as pupil_group,
    count(*) as pupils, sum(attainment8) as points, count(progress8) as scored, sum(progress8) as score
  from scored group by grouping sets ((urn), (urn, sex), (urn, disadvantage), (urn, sen), (urn, prior), (urn, sex, disadvantage))
),
place as (
  select urn, null as area, pupil_group, pupils, points, scored, score from cell where pupil_group is not null
  union all
  select null, a.area, pupil_group, sum(pupils), sum(points), sum(scored), sum(score) from cell c join areas a on a.urn = c.urn where pupil_group is not null group by a.area, pupil_group
),
figure as (
  select urn, area, pupil_group, 'own-ks4-attainment8' as measure, points as numerator, pupils as denominator, pupils as cohort, points / pupils as mean, 10 as scale, null as spread from place
  union all
  select urn, area, pupil_group, 'own-ks4-progress8', score, scored, pupils, score / scored, 100, 1.96 * 1.2625 / sqrt(scored) from place where scored > 0
),
rounded as (
  select *, sign(mean) * floor(abs(mean) * scale + 0.500000001) / scale as value,
    sign(mean - spread) * floor(abs(mean - spread) * scale + 0.500000001) / scale as low,
    sign(mean + spread) * floor(abs(mean + spread) * scale + 0.500000001) / scale as high
  from figure where denominator * 2 >= cohort
)
select urn, area, pupil_group, measure, numerator, denominator, value + 0.0 as value, low + 0.0 as low, high + 0.0 as high,
  case when spread is null then null when low > 0 then case when value < 0.5 then 2 else 1 end when high < 0 then case when value < -0.5 then 5 else 4 end else 3 end as band
from rounded order by urn nulls last, area, measure desc, pupil_group
