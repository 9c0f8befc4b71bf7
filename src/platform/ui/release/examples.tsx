import type { Example } from '../example';
import { DataFoot, Release } from './release';

const steps = ['Initial', 'Refined', 'Confirmed', 'Validated'];

export const examples: Example[] = [
  {
    name: 'The last stage',
    html: () => (
      <Release
        steps={steps}
        step={3}
        title={
          <>
            <strong>Validated release</strong>, 14 December 2018
          </>
        }
        changed={{ text: 'What changed since confirmed', href: '/design' }}
      />
    ),
  },
  { name: 'An early stage', html: () => <Release steps={steps} step={1} title="Refined release, 4 October 2018" /> },
  {
    name: 'Foot of a page of figures',
    html: () => (
      <DataFoot>
        Release ks2-2018-validated, 14 December 2018. 44 pupil rows. Groups of fewer than 6 pupils are hidden.{' '}
        <a href="/design">Trace any figure</a>
      </DataFoot>
    ),
  },
];
