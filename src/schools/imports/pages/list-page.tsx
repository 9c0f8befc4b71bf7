import { BroughtPage, type BroughtWish } from '../../../platform/brought';
import { date } from '../../../platform/words';
import { kinds } from '../kinds';
import type { Import } from '../queries';
import { factsFrom, kindTitle, listedImports, type readImports, whatItDid } from './list';

interface ListView {
  imports: readonly Import[];
  wish: ReturnType<typeof readImports>;
  /** What the page was asked for. */
  query: URLSearchParams;
  page: number;
}

export const ListPage = ({ imports, wish, query, page }: ListView) => (
  <BroughtPage
    title="Imports"
    lead="Published files that say what schools there are."
    at="/imports"
    bring="Bring a file"
    empty={{
      title: 'No file has been brought yet',
      words:
        'Start with school information, then the pupil numbers. You see what each file would change before anything does.',
    }}
    noun="file"
    looked="File name"
    kind={{ name: 'kind', label: 'Kind', options: kinds.map(({ name, title }) => ({ value: name, text: title })) }}
    second={({ kind }) => kindTitle(kind)}
    columns={{
      brought: [
        {
          key: 'as-at',
          header: 'Facts from',
          sortable: true,
          cell: (row) => {
            const day = factsFrom(row);
            return day && date(day);
          },
        },
        { key: 'did', header: 'What it did', cell: whatItDid },
      ],
    }}
    files={imports}
    shown={listedImports(imports, wish)}
    wish={wish as BroughtWish}
    query={query}
    page={page}
  />
);
