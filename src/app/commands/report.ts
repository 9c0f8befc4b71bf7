import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import {
  type Audience,
  audiences,
  endings,
  makePacks,
  type PackPlace,
  packName,
  packPlaces,
  packReleases,
  partnershipPlace,
  schoolPlace,
} from '../../data';
import { systemStanding, type Tx } from '../../platform/database';
import { counted } from '../../platform/words';
import { type Call, type Command, oneOf, TypedWrong } from '../command';
import type { Program } from '../program';

export const reportCommand: Command = {
  name: 'report',
  usage: `school URN --out FILE.pdf|FILE.xlsx | partnership ID --out FILE.pdf|FILE.xlsx | all --out FOLDER [--for ${audiences.join('|')}]`,
  about: 'Writes the pack of a school or a partnership, or the packs of all of them, as PDF and spreadsheet.',
  takesWords: true,
  flags: { out: { type: 'string' }, for: { type: 'string' } },
  async run(call) {
    const [kind, id, more] = call.words;
    const audience = oneOf(call, 'for', audiences, 'governors');
    const { out } = call.flags;
    if (typeof out !== 'string' || out === '')
      throw new TypedWrong(`Say where it goes: --out ${kind === 'all' ? 'FOLDER' : 'FILE.pdf'}.`);
    const target = resolve(call.cwd, out);
    if (kind === 'all' && id === undefined) return reportAll(call, target, audience);
    if ((kind !== 'school' && kind !== 'partnership') || !id || more)
      throw new TypedWrong('Say whose pack: school URN, partnership ID, or all.');
    if (kind === 'school' && !/^[1-9]\d{5}$/.test(id))
      throw new TypedWrong('Give the URN of a school, six figures: report school 106982 --out pack.pdf.');
    return reportOne(call, kind, id, target, audience);
  },
};

/** One file that was written, for other programs. */
interface Written {
  kind: PackPlace['kind'];
  id: string;
  name: string;
  /** A partnership's pack is the same for everybody. */
  for: Audience | null;
  file: string;
  bytes: number;
}

const writtenOf = (place: PackPlace, audience: Audience, file: string, bytes: number): Written => ({
  kind: place.kind,
  id: place.kind === 'school' ? String(place.urn) : place.id,
  name: place.name,
  for: place.kind === 'school' ? audience : null,
  file,
  bytes,
});

async function reportOne(
  call: Call,
  kind: PackPlace['kind'],
  id: string,
  target: string,
  audience: Audience,
): Promise<number> {
  const ending = endings.find((one) => extname(target).toLowerCase() === `.${one}`);
  if (!ending) throw new TypedWrong(`--out ends with .pdf or .xlsx, not "${extname(target) || target}".`);
  if (!existsSync(dirname(target))) return refuse(call, `There is no folder ${dirname(target)}.`);
  const program = await call.program();
  const place = await ask(program, (tx) =>
    kind === 'school' ? schoolPlace(tx, Number(id)) : partnershipPlace(tx, id),
  );
  if (!place)
    return refuse(call, kind === 'school' ? `No school here has the URN ${id}.` : `There is no partnership ${id}.`);
  const files: Written[] = [];
  await makePacks(program, [place], { ...(await making(program, audience)), endings: [ending] }, async (made) => {
    const bytes = made.files[ending];
    if (!bytes) return;
    // Written beside and put in its place: the file is whole, or it is not there.
    const beside = `${target}.${process.pid}.unfinished`;
    await writeFile(beside, bytes);
    await rename(beside, target);
    files.push(writtenOf(place, audience, target, bytes.length));
  });
  return tell(call, program, files);
}

/** Every pack in a folder that is complete, or not there. */
async function reportAll(call: Call, target: string, audience: Audience): Promise<number> {
  if (existsSync(target) && (await readdir(target)).length > 0)
    return refuse(call, `${target} is there already, and not empty: name a new folder.`);
  if (!existsSync(dirname(target))) return refuse(call, `There is no folder ${dirname(target)}.`);
  const program = await call.program();
  const places = await ask(program, packPlaces);
  if (places.length === 0) return refuse(call, 'No school is known here. Bring a list of schools first.');
  const unfinished = await mkdtemp(`${target}.unfinished-`);
  const written: Written[] = [];
  try {
    for (const folder of Object.values(folders)) await mkdir(join(unfinished, folder));
    let done = 0;
    await makePacks(program, places, { ...(await making(program, audience)), endings }, async ({ place, files }) => {
      for (const ending of endings) {
        const bytes = files[ending];
        if (!bytes) continue;
        const name = join(folders[place.kind], packName(place, audience, ending));
        await writeFile(join(unfinished, name), bytes, { flag: 'wx' });
        written.push(writtenOf(place, audience, join(target, name), bytes.length));
      }
      done++;
      if (done % 10 === 0 || done === places.length) call.say(`${done} of ${counted(places.length, 'pack')}\n`);
    });
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return tell(call, program, written);
}

const folders: Record<PackPlace['kind'], string> = { school: 'schools', partnership: 'partnerships' };

const ask = <T>(program: Program, work: (tx: Tx) => Promise<T>): Promise<T> =>
  program.database.transaction(systemStanding(program.clock), work);

async function making(program: Program, audience: Audience) {
  const { name } = await program.installation();
  // Whoever runs it hands the packs to the schools themselves: they have the schools' own figures too, those for leaders every group.
  return { audience, own: true, printed: { organisation: name, today: program.clock.today() } };
}

async function tell(call: Call, program: Program, written: readonly Written[]): Promise<number> {
  const releases = [...(await ask(program, packReleases)).values()].map(({ name }) => name);
  call.out(`${JSON.stringify({ printed: program.clock.today().toString(), releases, written })}\n`);
  return 0;
}

function refuse(call: Call, words: string): number {
  call.say(`${words}\n`);
  return 1;
}
