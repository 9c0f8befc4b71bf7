import { Button, DataTable, PageHeading, Second, Select } from '../../platform/ui';
import { type Audience, audiences, audienceWords, titleOf } from './settings';

interface EarlyView {
  datasets: readonly string[];
  settings: ReadonlyMap<string, Audience>;
  releases: ReadonlyMap<string, readonly string[]>;
}

/** Who sees results that are not yet validated. */
export function EarlyResultsPage({ datasets, settings, releases }: EarlyView) {
  const held = [...settings.keys()].length;
  return (
    <>
      <PageHeading
        title="Early results"
        lead={
          held === 0
            ? 'No early results are held back: initial, refined and confirmed releases are shown as soon as they are accepted.'
            : `Early results of ${held === 1 ? 'one dataset are' : `${held} datasets are`} held back.`
        }
      />
      <p>
        Early results are those of a release whose stage is initial, refined or confirmed. A choice holds at once, on
        every page and in every file, also for releases that have been accepted already. A validated release is always
        shown.
      </p>
      <form action="/releases/early" method="post">
        <DataTable
          caption="Who sees early results"
          captionHidden
          rows={datasets}
          columns={[
            { key: 'dataset', header: 'Dataset', name: true, cell: titleOf },
            {
              key: 'seen',
              header: 'Seen by',
              plain: true,
              cell: (dataset) => (
                <Select
                  id={`seen-${dataset}`}
                  name={dataset}
                  label={<span class="govuk-visually-hidden">Early results, {titleOf(dataset)}, are seen by</span>}
                  value={settings.get(dataset) ?? 'everybody'}
                  options={audiences.map((value) => ({ value, text: audienceWords[value] }))}
                />
              ),
            },
            {
              key: 'releases',
              header: 'Early releases',
              cell: (dataset) => {
                const names = releases.get(dataset) ?? [];
                return names.length === 0 ? null : (
                  <>
                    {names[0]}
                    {names.length > 1 && <Second>and {names.length - 1} more</Second>}
                  </>
                );
              },
            },
          ]}
        />
        <Button>Save who sees them</Button>
      </form>
    </>
  );
}
