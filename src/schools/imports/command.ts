import { basename } from 'node:path';
import type { Mesters } from '../../platform/mesters';
import { unendedWords } from '../../platform/reading';
import { stepsOf } from '../../platform/slices';
import { counted, date, listed } from '../../platform/words';
import { system } from '../people';
import { kindNamed, kinds } from './kinds';
import { type Import, rejectsOf } from './queries';
import { changesAnything, type ImportReport, noCounts, type Outcome } from './report';
import { acceptImport, giveUpImport, prepareImport, removeImport } from './service';

export interface ImportArguments {
  kind: string;
  file: string;
  la?: number | undefined;
  /** Accept it; otherwise it is only looked at. */
  yes: boolean;
  asAt?: Temporal.PlainDate | undefined;
  /** The calendar year in which the academic year starts. */
  year?: number | undefined;
}

/** Rejected rows that a report carries. */
const mostRejects = 1000;

/** How often a file is compared again because others were accepted meanwhile. */
const attempts = 3;

/**
 * Brings a file from the command line: looks at it, and accepts it with `yes`. `ok` is false when the file was refused; rows that were
 * rejected are no refusal while others could be taken.
 */
export async function runImport(
  mesters: Mesters,
  args: ImportArguments,
): Promise<{ ok: boolean; report: ImportReport }> {
  const kind = kindNamed(args.kind);
  if (!kind)
    return refusal(
      args,
      `There is no kind of file called "${args.kind}". There are ${listed(kinds.map((one) => one.name))}.`,
    );
  if (args.la !== undefined && !(args.la >= 201 && args.la <= 999))
    return refusal(args, `${args.la} is not the code of an authority: three figures from 201.`);
  if ((await mesters.installation()).kind === 'demonstration') return refusal(args, demonstrationRefuses);
  const step = stepsOf(mesters);
  const by = { actor: system, clock: mesters.clock };
  const wish = {
    kind,
    path: args.file,
    fileName: basename(args.file),
    la: args.la,
    asAt: args.asAt,
    year: args.year,
    actor: system,
  };
  const discard = async (id: number) => {
    await step((tx) => giveUpImport(tx, by, id));
    await removeImport(mesters, id);
  };
  for (let attempt = 1; ; attempt++) {
    const checked = await prepareImport(mesters, wish);
    const made = checked.ok ? checked.value : checked.reason;
    const rejects = await step((tx) => rejectsOf(tx, made.id, mostRejects));
    const report = (outcome: Outcome) => reportOf(mesters, made, outcome, rejects);
    if (!checked.ok) return { ok: false, report: report('refused') };
    if (!changesAnything(made.counts) || !args.yes) {
      await discard(made.id);
      return { ok: true, report: report(changesAnything(made.counts) ? 'preview' : 'nothing') };
    }
    const accepted = await step((tx) => acceptImport(tx, by, made.id));
    if (accepted.ok) return { ok: true, report: report('accepted') };
    await discard(made.id);
    if (accepted.reason !== 'stale' || attempt === attempts)
      return {
        ok: false,
        report: {
          ...report('refused'),
          problem: 'Other files were accepted while this one was compared. Run the command again.',
        },
      };
  }
}

export const demonstrationRefuses =
  'This is a demonstration: its schools are invented, and real ones are not mixed with them. Start with your own schools in another data folder.';

function refusal(args: ImportArguments, problem: string): { ok: false; report: ImportReport } {
  return {
    ok: false,
    report: {
      id: null,
      kind: args.kind,
      file: basename(args.file),
      outcome: 'refused',
      asAt: null,
      asAtSource: null,
      la: args.la ?? null,
      counts: noCounts,
      unknownNames: [],
      rejects: [],
      problem,
      warnings: [],
    },
  };
}

export function reportOf(
  mesters: Pick<Mesters, 'clock'>,
  made: Import,
  outcome: Outcome,
  rejects: ImportReport['rejects'],
): ImportReport {
  const known = outcome !== 'refused';
  return {
    id: made.id,
    kind: made.kind,
    file: made.fileName,
    outcome,
    asAt: known ? made.asAt.toString() : null,
    asAtSource: known ? made.asAtSource : null,
    la: made.la,
    counts: made.counts,
    unknownNames: made.unknownNames,
    rejects,
    problem: made.problem,
    warnings: known ? warningsOf(made, mesters.clock.today()) : [],
  };
}

/** What to know before accepting. */
export function warningsOf(made: Import, today: Temporal.PlainDate): string[] {
  const { counts, la, asAt, unknownNames, remarks } = made;
  const ours = counts.rows - counts.outside - counts.empty;
  return [
    ...(counts.unended > 0 ? [unendedWords] : []),
    ...(la !== null && kindNamed(made.kind)?.forms.every((form) => form.la === null)
      ? [`The rows of such a file name no authority: nothing was left out for being outside ${la}.`]
      : []),
    ...(la !== null && ours === 0 ? [`No row of this file belongs to authority ${la}.`] : []),
    ...(Temporal.PlainDate.compare(asAt, today) > 0
      ? [`That day is still to come (today is ${date(today)}): pages show these facts from then on.`]
      : []),
    ...(counts.unknown > 0 && counts.unknown * 2 > ours
      ? ['Most rows are about schools that are not known here. Bring a list of schools first.']
      : []),
    ...(kindNamed(made.kind)?.noun === 'school' && counts.earlier > 0 && counts.new > 0
      ? [
          `The file is older than what is known, and ${counted(counts.new, 'school')} ${counts.new === 1 ? 'stands' : 'stand'} in no later list: see whether they are still open.`,
        ]
      : []),
    ...remarks,
    ...(unknownNames.length > 0
      ? [
          `${counted(unknownNames.length, 'name')} that we do not know, kept as published: ${listed(unknownNames.slice(0, 10))}.`,
        ]
      : []),
  ];
}
