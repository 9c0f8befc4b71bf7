import type { Example } from '../example';
import { Section } from './section';

export const examples: Example[] = [
  {
    name: 'The main thing',
    html: () => (
      <Section title="Tuesday 26 March, 9am to 12 noon" eyebrow="Next visit, in 14 days" rule="petrol">
        <p>
          <strong>Ruth Okafor</strong>, your improvement partner
        </p>
      </Section>
    ),
  },
  {
    name: 'Waits for you',
    html: () => (
      <Section title="Waiting for you" rule="heather">
        <p>Nothing waits for you.</p>
      </Section>
    ),
  },
  {
    name: 'With a sentence and links',
    html: () => (
      <Section
        title="Included, but not priced"
        rule="ink"
        intro="Listed, and never counted."
        aside={<a href="/design">All of them</a>}
      >
        <p>6 of 12 tickets used.</p>
      </Section>
    ),
  },
];
