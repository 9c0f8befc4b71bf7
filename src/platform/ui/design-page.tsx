import { slug } from '../words';
import { exhibits } from './examples';
import { PageHeading } from './page-heading/page-heading';
import { tokens } from './tokens';

/** Everything pages are made of, each state once. Goes into `Layout`, in either density. */
export const DesignPage = () => (
  <>
    <PageHeading
      title="The parts"
      lead="Everything pages are made of. Calm for schools, dense for staff: the same parts at two sizes."
    />
    <ul class="m-filters">
      {exhibits.map(({ component }) => (
        <li>
          <a href={`#${slug(component)}`}>{component}</a>
        </li>
      ))}
    </ul>
    <section class="m-exhibit" id="colours">
      <h2>Colours</h2>
      <ul class="m-colours">
        {Object.entries(tokens).map(([name, colour]) => (
          <li>
            <svg width="44" height="36" aria-hidden="true" focusable="false">
              <rect x="0.5" y="0.5" width="43" height="35" fill={colour} stroke={tokens.line} />
            </svg>
            <span>
              <strong>{name}</strong> {colour}
            </span>
          </li>
        ))}
      </ul>
    </section>
    {exhibits.map(({ component, examples }) => (
      <section class="m-exhibit" id={slug(component)}>
        <h2>{component}</h2>
        {examples.map(({ name, about, html }) => (
          <div class="m-example">
            <p class="m-example__name">
              <strong>{name}.</strong> {about}
            </p>
            {html()}
          </div>
        ))}
      </section>
    ))}
  </>
);
