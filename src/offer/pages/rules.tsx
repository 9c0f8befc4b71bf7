import { DataTable, PageHeading, Section, Tag } from '../../platform/ui';
import { notFound, type Route, route, sameSample } from '../../platform/web';
import { counted } from '../../platform/words';
import { mayReadOffer } from '../policy';
import type { Offer } from '../schema/schema';
import { type Setting, settingsOf } from '../settings';
import { offerPage } from './frame';

/** What the papers leave open, and how the partnership settles it. */
export const ruleRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer/rules',
    may: mayReadOffer,
    sample: sameSample('/offer/rules'),
    handle: async (req) =>
      (await offerPage(
        req,
        () => '/offer/rules',
        ({ offer }) => ({
          view: { title: 'Questions settled' },
          body: <RulesPage offer={offer} />,
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

function RulesPage({ offer }: { offer: Offer }) {
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
              ]}
            />
          </Section>
        );
      })}
    </>
  );
}
