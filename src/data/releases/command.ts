import { basename } from 'node:path';
import { hashOf } from '../../platform/files';
import type { Mesters } from '../../platform/mesters';
import { stepsOf } from '../../platform/slices';
import { system } from '../../schools';
import type { ReleaseKind } from '../catalogue/kinds';
import type { Stage } from '../tables';
import { laterThan } from './later';
import { rejectsOf } from './queries';
import type { Outcome, ReleaseReport } from './report';
import {
  acceptRelease,
  checkBroke,
  failRelease,
  giveUpRelease,
  removeRelease,
  runCheck,
  startRelease,
} from './service';

export interface ReleaseArguments {
  dataset: Pick<ReleaseKind, 'id' | 'level'>;
  file: string;
  /** The calendar year in which the academic year starts. */
  year?: number | undefined;
  stage?: Stage | undefined;
  la?: number | undefined;
  /** Accept it; otherwise it is only looked at. */
  yes: boolean;
}

/** Rejected values that a report carries. */
const mostRejects = 1000;

/**
 * Brings a file from the command line: looks at it, and accepts it with `yes`. `ok` is false when the file was refused; rows that were
 * rejected are no refusal while others could be taken.
 */
export async function runRelease(
  mesters: Mesters,
  { dataset, file, year, stage, la, yes }: ReleaseArguments,
): Promise<{ ok: boolean; report: ReleaseReport }> {
  const step = stepsOf(mesters);
  const by = { actor: system, clock: mesters.clock };
  const sha256 = await hashOf(file);
  const nothing = { dataset: dataset.id, file: basename(file), rejects: [] };
  if (la !== undefined && !(la >= 201 && la <= 999))
    return refusal(nothing, `${la} is not the code of an authority: three figures from 201.`);
  if (la !== undefined && dataset.level === 'pupil')
    return refusal(nothing, 'A file of pupils is taken whole: leave the authority out.');
  if (sha256 === '') return refusal(nothing, `There is no file at ${file}.`);
  const id = await step((tx) =>
    startRelease(tx, by, {
      dataset: dataset.id,
      fileName: basename(file),
      sha256,
      stage: stage ?? 'validated',
      year: year ?? null,
      la: la ?? null,
      upload: null,
    }),
  );
  const discard = async () => {
    await step((tx) => giveUpRelease(tx, by, id));
    await removeRelease(mesters, id);
  };
  try {
    const checked = await runCheck(mesters, id, { path: file });
    const release = checked.ok ? checked.value : checked.reason;
    const rejects = await step((tx) => rejectsOf(tx, id, mostRejects));
    const later = checked.ok ? await step((tx) => laterThan(tx, release)) : null;
    const report = (outcome: Outcome, made = release): ReleaseReport => ({
      ...nothing,
      release: made,
      outcome,
      rejects,
      problem: release.problem,
      later,
    });
    if (!checked.ok) return { ok: false, report: report('refused') };
    const accepted = yes ? await step((tx) => acceptRelease(tx, by, id)) : null;
    if (accepted?.ok) return { ok: true, report: report('accepted', accepted.value) };
    await discard();
    return { ok: true, report: report(release.same === null && !yes ? 'preview' : 'nothing') };
  } catch (error) {
    await step((tx) => failRelease(tx, id, checkBroke));
    throw error;
  }
}

const refusal = (
  report: Pick<ReleaseReport, 'dataset' | 'file' | 'rejects'>,
  problem: string,
): { ok: false; report: ReleaseReport } => ({
  ok: false,
  report: { ...report, release: null, outcome: 'refused', problem, later: null },
});
