import { it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { testDatabase } from '../../platform/testing';
import { importing } from './testing';
const database = await testDatabase();
const { bring } = importing(database, heldClock('2022-10-03'));
const n = '/work/shared/data/public/national/';
it('all', async () => {
  for (const [k, f] of [['spine','school_information_spine_2017-18'],['spine','school_information_spine_2015-16'],['census','school_census_2018-19'],['census','school_census_2015-16'],['gias','gias_establishments_2022-08'],['gias-groups','gias_group_links_2019-06'],['gias-groups','gias_group_links_all_2022-03'],['inspections','ofsted_inspections_2005-2020'],['inspections','ofsted_latest_2017-18']] as const) {
    const t = performance.now();
    const { ok, report } = await bring(k, `${n}${f}.csv.gz`, { yes: true });
    console.log(f, ok, (performance.now() - t).toFixed(0), JSON.stringify(Object.fromEntries(Object.entries(report.counts).filter(([, v]) => v))), report.unknownNames, report.rejects.slice(0, 6), report.problem);
  }
  const { bring: b } = importing(database, heldClock('2022-10-03'));
  const o = await b('gias', '/work/main/data/public/gias_establishments_other_la/2022-04.csv'); console.log(JSON.stringify(o.report.counts), o.report.rejects.slice(0,5), o.report.unknownNames);
}, 600000);
