import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import { openProgram } from '../src/app/program';
import { readConfig } from '../src/platform/config';
import { systemStanding } from '../src/platform/database';
import { sql } from 'kysely';
import { runRelease, releaseKindNamed, measurePupils } from '../src/data';
import { cityFiles } from './city/files';
export default async function zz() {
  const program = await openProgram({ config: readConfig({ MESTERS_DATA: '/tmp/judge/p' }) });
  const { rows } = await program.database.transaction(systemStanding(program.clock), (tx) => sql<any>`select s.urn, s.la, s.establishment_number as estab, s.sector from schools.current_school s where s.open and s.sector in ('primary','secondary')`.execute(tx).catch(async () => sql<any>`select * from schools.current_school limit 1`.execute(tx)));
  if (!rows[0].estab) { console.log(rows[0]); }
  const schools = rows.map((r: any) => ({ urn: String(r.urn), laEstab: `${r.la}/${r.estab ?? r.number}`, secondary: r.sector === 'secondary' }));
  if (!process.argv.includes('--no-import')) {
    const files = cityFiles(schools, '/tmp/judge');
    for (const d of ['pupils', 'attendance-counts', 'ks2-pupils', 'ks4-entries', 'phonics', 'ks1', 'early-years'] as const) {
      const { path } = await files.write(d, 1);
      const t = performance.now();
      const { report } = await runRelease(program, { dataset: releaseKindNamed(d)!, file: path, year: 2017, yes: true } as any);
      console.log(d, report.outcome, report.problem, ((performance.now() - t) / 1000).toFixed(1));
    }
  }
  for (const d of ['phonics','ks1','early-years','exclusion-events','monthly-activity','pupils','ks2-pupils', 'ks4-entries', 'attendance-marks'] as const) {
    const c0 = process.cpuUsage(); const tc0 = process.threadCpuUsage();
    const t = performance.now();
    const m = await measurePupils(program, d, 2017, { progress: (done, of, words) => { if (done === 0 || done === of || done % 100000 === 0) console.log(((performance.now() - t) / 1000).toFixed(1), ((process.threadCpuUsage(tc0).user+process.threadCpuUsage(tc0).system)/1e6).toFixed(1), done, of, words); } });
    console.log(d, m, ((performance.now() - t) / 1000).toFixed(1), 'cpu', ((process.cpuUsage(c0).user+process.cpuUsage(c0).system)/1e6).toFixed(1), 'main thread cpu', ((process.threadCpuUsage(tc0).user+process.threadCpuUsage(tc0).system)/1e6).toFixed(1));
  }
  await program.close();
}
