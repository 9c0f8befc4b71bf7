import { Section } from '../../../platform/ui';
import { counted, date } from '../../../platform/words';
import type { PackRun } from '../queries';

export interface PackStanding {
  /** The address of its files, without their ending: "/schools/100001/pack". */
  base: string;
  /** The run that it is of; null where it is made when it is opened. */
  run: PackRun | null;
  /** The releases that everybody may see now. */
  releases: number;
  /** The reader may have the one in which no group is hidden. */
  leaders: boolean;
  /** It is made for the reader, with what is worked out from files of pupils as far as there is any. */
  own: boolean;
}

/** The figures of a page on paper: where a reader finds them, when they were made and of what. Who holds the page on paper can open none. */
export const PackSection = ({ base, run, releases, leaders, own }: PackStanding) => (
  <div class="m-section m-no-print">
    <Section
      title="The pack"
      rule="ink"
      id="pack"
      intro="These figures on paper: a first page that stands alone, then each headline over the years, definitions, methods and releases."
    >
      <ul>
        <li>
          <a href={`${base}.pdf`}>Pack for governors (PDF)</a>, small groups hidden
        </li>
        <li>
          <a href={`${base}.xlsx`}>The same figures as a spreadsheet</a>
        </li>
        {leaders && (
          <>
            <li>
              <a href={`${base}-for-leaders.pdf`}>Pack for leaders (PDF)</a>, every group as published
            </li>
            <li>
              <a href={`${base}-for-leaders.xlsx`}>Spreadsheet for leaders</a>
            </li>
          </>
        )}
      </ul>
      <p class="m-small m-quiet">{madeWords(run, releases, own)}</p>
    </Section>
  </div>
);

/** The same of a partnership: one for everybody. */
export const PartnershipPackSection = ({ base, run, releases, own }: Omit<PackStanding, 'leaders'>) => (
  <div class="m-section m-no-print">
    <Section
      title="The pack"
      rule="ink"
      id="pack"
      intro="Its schools side by side on paper: means weighted by pupils, every school on one scale with its likely range, definitions, methods and releases."
    >
      <ul>
        <li>
          <a href={`${base}.pdf`}>Pack of the partnership (PDF)</a>
        </li>
        <li>
          <a href={`${base}.xlsx`}>The same figures as a spreadsheet</a>
        </li>
      </ul>
      <p class="m-small m-quiet">{madeWords(run, releases, own)}</p>
    </Section>
  </div>
);

function madeWords(run: PackRun | null, releases: number, own: boolean): string {
  if (own)
    return 'With what is worked out from files of pupils, small groups hidden unless it is for leaders. Who is not signed in gets it without.';
  if (run) return `Made on ${date(run.printed)} with the packs of all, of ${counted(run.releases.length, 'release')}.`;
  return releases === 0
    ? 'No release is loaded yet: it says what is missing.'
    : `Made when you open it, of the ${counted(releases, 'release')} that hold today. They are listed at its end.`;
}
