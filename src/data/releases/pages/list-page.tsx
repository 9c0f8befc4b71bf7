import { BroughtPage, type BroughtWish } from '../../../platform/brought';
import { Second } from '../../../platform/ui';
import { capital } from '../../../platform/words';
import { releaseKinds } from '../../catalogue/kinds';
import type { Release } from '../queries';
import { datasetTitle, listedReleases, type readReleases, whatItHolds, yearWords } from './list';

interface ListView {
  releases: readonly Release[];
  wish: ReturnType<typeof readReleases>;
  /** What the page was asked for. */
  query: URLSearchParams;
  page: number;
}

export const ReleasesPage = ({ releases, wish, query, page }: ListView) => (
  <BroughtPage
    title="Data releases"
    lead="Published figures as they were published, and files of pupils that only data analysts may open."
    at="/releases"
    bring="Bring a file of results"
    empty={{
      title: 'No file of results has been brought yet',
      words:
        'Start with the results of your schools’ phase. You see what a file holds, and every row that cannot be taken, before anything is shown.',
    }}
    noun="release"
    looked="File or release"
    kind={{
      name: 'dataset',
      label: 'Dataset',
      options: releaseKinds.map(({ id, title }) => ({ value: id, text: title })),
    }}
    second={secondLine}
    columns={{
      named: [
        {
          key: 'dataset',
          header: 'Dataset, and what it holds',
          plain: true,
          sortable: true,
          cell: (row) => (
            <>
              {datasetTitle(row.dataset)}
              <Second>{whatItHolds(row)}</Second>
            </>
          ),
        },
        { key: 'year', header: 'Year', sortable: true, wideOnly: true, cell: yearWords },
        { key: 'stage', header: 'Stage', wideOnly: true, cell: ({ stage }) => capital(stage) },
      ],
    }}
    files={releases}
    shown={listedReleases(releases, wish)}
    wish={wish as BroughtWish}
    query={query}
    page={page}
  />
);

/** Its name, of which year and stage are a part; a phone, which has no room for columns of these, reads them here while there is no name. */
const secondLine = (release: Release): string =>
  release.name ?? [yearWords(release), release.stage].filter((one) => one !== null).join(', ');
