import { it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { testDatabase } from '../../platform/testing';
import { importing } from './testing';
import { writeNationalFile } from './testing-national';
import { sql } from 'kysely';
const database = await testDatabase();
const { accept, write, read, mesters } = importing(database, heldClock('2022-10-03'));
it('times', async () => {
  const path = write('gias-2022-08.csv', '');
  await writeNationalFile(path, { rows: Number(process.env.ROWS ?? 10000) });
  const original = database.transaction.bind(database);
  const by: Record<string, number[]> = {};
  (mesters as any).database = { ...database, transaction: async (s: any, w: any) => original(s, async (tx: any) => {
    const t = performance.now();
    const ex = tx.getExecutor();
    const wrapped = new Proxy(tx, { get(o, k) { if (k === 'getExecutor') return () => new Proxy(ex, { get(e, q) { if (q !== 'executeQuery') { const v = e[q]; return typeof v === 'function' ? v.bind(e) : v; } return async (...a: any[]) => { const s = performance.now(); try { return await e.executeQuery(...a); } finally { const key = a[0].sql.replace(/\s+/g, ' ').slice(0, 90); (by[key] ??= []).push(performance.now() - s); } }; } }); const v = o[k]; return typeof v === 'function' ? v.bind(o) : v; } });
    try { return await w(wrapped); } finally { (by['TX'] ??= []).push(performance.now() - t); } }) };
  let t = performance.now();
  const r = await accept('gias', path);
  console.log('first', performance.now() - t, r.counts.rows);
  console.log(Object.entries(by).sort((a, b) => sum(b[1]) - sum(a[1])).slice(0, 16).map(([k, v]) => `${sum(v).toFixed(0)} ms  n=${v.length} max=${Math.max(...v).toFixed(0)} med=${v.sort((a,b)=>a-b)[v.length >> 1]!.toFixed(1)}  ${k}`).join('\n'));
}, 300000);
const sum = (v: number[]) => v.reduce((a, b) => a + b, 0);
