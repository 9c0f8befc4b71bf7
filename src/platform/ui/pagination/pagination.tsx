import { count, counted } from '../../words';

export interface PaginationProps {
  /** From 1. */
  page: number;
  perPage: number;
  /** Rows in all. */
  total: number;
  /** What a row is, "school", and what several are called where that is not "schools". */
  noun: string;
  nouns?: string;
  /** The address of a page: see `withQuery`. */
  href: (page: number) => string;
}

/** Which rows are shown, and the way to the others. Nothing but the sentence when one page holds them all. */
export function Pagination({ page, perPage, total, noun, nouns = `${noun}s`, href }: PaginationProps) {
  const pages = Math.max(1, Math.ceil(total / perPage));
  const first = (page - 1) * perPage + 1;
  const last = Math.min(page * perPage, total);
  return (
    <div class="m-paging">
      <p>{`${pages === 1 ? '' : `${count(first)} to ${count(last)} of `}${counted(total, noun, nouns)}`}</p>
      {pages > 1 && (
        <nav class="govuk-pagination" aria-label={`Pages of ${nouns}`}>
          {page > 1 && (
            <div class="govuk-pagination__prev">
              <a class="govuk-link govuk-pagination__link" href={href(page - 1)} rel="prev">
                <span class="govuk-pagination__link-title">
                  Previous<span class="govuk-visually-hidden"> page</span>
                </span>
              </a>
            </div>
          )}
          <ul class="govuk-pagination__list">
            {pagesShown(page, pages).map((shown) =>
              shown === 'gap' ? (
                <li class="govuk-pagination__item govuk-pagination__item--ellipsis">⋯</li>
              ) : (
                <li class={`govuk-pagination__item${shown === page ? ' govuk-pagination__item--current' : ''}`}>
                  <a
                    class="govuk-link govuk-pagination__link"
                    href={href(shown)}
                    aria-label={`Page ${shown}`}
                    aria-current={shown === page ? 'page' : undefined}
                  >
                    {shown}
                  </a>
                </li>
              ),
            )}
          </ul>
          {page < pages && (
            <div class="govuk-pagination__next">
              <a class="govuk-link govuk-pagination__link" href={href(page + 1)} rel="next">
                <span class="govuk-pagination__link-title">
                  Next<span class="govuk-visually-hidden"> page</span>
                </span>
              </a>
            </div>
          )}
        </nav>
      )}
    </div>
  );
}

/** First, last, and those beside the current one; a gap stands for the rest: 1 ⋯ 6 7 8 ⋯ 42. */
export function pagesShown(page: number, pages: number): (number | 'gap')[] {
  const near = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages);
  const shown: (number | 'gap')[] = [];
  for (const n of [...new Set(near)].sort((a, b) => a - b)) {
    const before = shown.at(-1);
    if (typeof before === 'number' && n - before === 2) shown.push(n - 1);
    else if (typeof before === 'number' && n - before > 2) shown.push('gap');
    shown.push(n);
  }
  return shown;
}
