export { type Decoded, decode, type Encoding, unendedWords } from './decode';
export { describeHeadings, type HeadingProblem, type Matched, matchHeadings, type Wanted } from './headings';
export {
  date,
  decimal,
  identifier,
  integer,
  isMissing,
  type Kind,
  type Missing,
  marked,
  oneOf,
  optional,
  percentage,
  text,
  Wrong,
  yesNo,
} from './kinds';
export { type Numbering, writeNumbered } from './numbered';
export {
  type Column,
  column,
  columnIfThere,
  defineShape,
  describeReject,
  type Reading,
  type ReadRow,
  type ReadRowsOptions,
  type Reject,
  readRows,
  type Shape,
  type ValueOf,
} from './shape';
export { type ReadOptions, type Row, readTable, type Table } from './table';
export { type Unreadable, UnreadableFile } from './unreadable';
export { readElements, type XmlElement } from './xml';
