/** Why a file could not be read as a table. Each says, in its message, what the person can do about it. */
export type Unreadable =
  | 'missing'
  | 'empty'
  | 'workbook'
  | 'archive'
  | 'pdf'
  | 'web-page'
  | 'xml'
  | 'noise'
  | 'damaged'
  | 'bomb'
  | 'cut'
  | 'quotes'
  | 'headings'
  /** Of which year it is: nobody says, or two say differently. */
  | 'year';

/** The whole file is refused: nothing that was read of it may be kept. `line` is the line of the file where it went wrong, if one did. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';

  constructor(
    readonly reason: Unreadable,
    message: string,
    readonly line: number | null = null,
  ) {
    super(message);
  }
}
