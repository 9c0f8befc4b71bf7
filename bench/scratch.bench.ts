import { serveCopy } from '../e2e/demonstration';
import { load } from './load';
export default async function scratch(): Promise<void> {
  const { address, stop } = await serveCopy('/tmp/d173');
  try {
    const people = await (await fetch(`${address}/demonstration`)).text();
    const email = /value="([^"]+)"(?:(?!value=)[\s\S])*?, headteacher/.exec(people)?.[1] as string;
    const entered = await fetch(`${address}/demonstration/enter`, { method: 'POST', redirect: 'manual', headers: { 'Sec-Fetch-Site': 'same-origin' }, body: new URLSearchParams({ email }) });
    const cookie = entered.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    const home = await (await fetch(`${address}/`, { headers: { Cookie: cookie } })).text();
    const own = /href="(\/schools\/\d+)/.exec(home)?.[1];
    for (const path of [`${own}/data`, `${own}/own`, `${own}/attendance`]) {
      const { p50, p99 } = await load(`${address}${path}`, { connections: 1, requests: 200, warmUp: 10, cookie });
      console.log(path, p50.toFixed(1), p99.toFixed(1));
    }
  } finally { await stop(); }
}
