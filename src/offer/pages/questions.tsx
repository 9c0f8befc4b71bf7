import { parse } from 'yaml';
import { DataTable, Details, PageHeading, Second, Section, Tag } from '../../platform/ui';
import { notFound, type Route, route, sameSample } from '../../platform/web';
import { counted } from '../../platform/words';
import { mayReadOffer } from '../policy';
import { textOfVersion } from '../published/read';
import type { Offer } from '../schema/schema';
import { outside, type Setting, settingAt, settingsOf } from '../settings';
import { offerPage } from './frame';

/** What the papers leave open, and how the partnership settles it. */
export const questionRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer/questions',
    may: mayReadOffer,
    sample: sameSample('/offer/questions'),
    handle: async (req) =>
      (await offerPage(
        req,
        () => '/offer/questions',
        async ({ id, offer }) => ({
          view: { title: 'Questions settled' },
          body: <QuestionsPage offer={offer} file={parse(await req.tx((tx) => textOfVersion(tx, id)))} />,
        }),
      )) ?? notFound(req),
  }),
];

/** Sections of an offer file, gathered under what a reader would look for; what is in none of them stands last. */
const subjects: readonly { title: string; sections: readonly string[] }[] = [
  { title: 'The fee and the contract', sections: ['fee', 'contract', 'members'] },
  { title: 'Who gets what', sections: ['elements', 'eligibility', 'working'] },
  { title: 'The menu and the credit', sections: ['bespoke'] },
  { title: 'Categories, data and training', sections: ['categorisation', 'programme', 'reports', 'communication'] },
  { title: 'Whether it can run, and where the money comes from', sections: ['funding'] },
  { title: 'The rest', sections: [] },
];

/** @param file the offer as it is written, in pounds and days: what a setting is set to. */
function QuestionsPage({ offer, file }: { offer: Offer; file: unknown }) {
  const settings = settingsOf(offer);
  const subjectOf = ({ values }: Setting) => {
    const section = values[0]?.at.split('.')[0] ?? '';
    return subjects.find(({ sections }) => sections.includes(section)) ?? subjects.at(-1);
  };
  return (
    <>
      <PageHeading
        title="Questions settled"
        lead={`Papers leave things open. These are the ${counted(settings.length, 'question')} that this offer’s did, and how each is settled.`}
      />
      {subjects.map((subject) => {
        const own = settings.filter((setting) => subjectOf(setting) === subject);
        if (own.length === 0) return null;
        return (
          <Section title={subject.title} rule="ink">
            <DataTable
              caption={subject.title}
              captionHidden
              rows={own}
              columns={[
                { key: 'question', header: 'Question', cell: ({ question }) => question, name: true, strong: true },
                {
                  key: 'answer',
                  header: 'How we settle it',
                  plain: true,
                  cell: ({ id, answer }) => (
                    <>
                      {answer} {offer.contract.provisional.includes(id) && <Tag tone="outline">Not final</Tag>}
                    </>
                  ),
                },
                {
                  key: 'values',
                  header: 'In the offer file',
                  plain: true,
                  // The file's own words: for whoever keeps it, and in nobody else's way.
                  cell: ({ question, values }) => (
                    <Details
                      summary={
                        <>
                          Set to<span class="govuk-visually-hidden">: {question}</span>
                        </>
                      }
                    >
                      {values.map(({ at }) => (
                        <p class="m-small">
                          {written(settingAt(file, at))}
                          <Second>
                            <code>{at.replaceAll('.', '.\u200b')}</code>
                          </Second>
                        </p>
                      ))}
                    </Details>
                  ),
                },
              ]}
            />
          </Section>
        );
      })}
    </>
  );
}

/** What stands in the file, for people: short values as they are, of a list or a table what is in it. */
function written(value: unknown): string {
  if (value === outside || value === null || value === undefined) return 'not set';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(written).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, of]) => `${name}: ${written(of)}`)
      .join('; ');
  return String(value);
}
