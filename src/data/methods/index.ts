export * from './absence';
export * from './destinations';
export * from './early-years';
export * from './exclusions';
export * from './groups';
export * from './identifiers';
export * from './key-stage-2';
export * from './key-stage-2-progress';
export { keyStage2Sql } from './key-stage-2-sql';
export {
  type Attainment8,
  attainment8,
  averageOf,
  ebacc,
  englishAndMaths,
  gcsePoints,
  type Ks4Result,
  type Ks4Subject,
  ks4PriorAttainment,
  ks4Subjects,
  type Points,
  reformed,
} from './key-stage-4';
export { keyStage4Sql, unknownGradesSql } from './key-stage-4-sql';
export { nationalValue } from './national';
export * from './phonics';
export * from './post-16';
export * from './progress';
export * from './progress-8';
export { below, percentage, rounded, shown } from './rounding';
export { type NeedsTable, type TableFault, type TableName, tableNames } from './tables';
