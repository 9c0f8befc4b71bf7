export interface CategoryProps {
  /** The colour of the square, as the offer says. */
  tone: 'green' | 'yellow' | 'amber' | 'red';
  letter: string;
  word: string;
  /** Only in a column headed with the word for it: the word is then for screen readers. */
  letterOnly?: boolean | undefined;
}

/** A published category: letter and word, always. These solid squares appear nowhere else. */
export const Category = ({ tone, letter, word, letterOnly }: CategoryProps) => (
  <span class="m-category">
    <span class={`m-category__square m-category__square--${tone}`} aria-hidden="true">
      {letter}
    </span>
    <span class={letterOnly ? 'govuk-visually-hidden' : undefined}>{word}</span>
  </span>
);
