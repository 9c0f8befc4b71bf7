export {
  type Absence,
  absenceColumnsSql,
  absenceOf,
  absencePeriods,
  absencesByReason,
  attendanceCodes,
  type CodeSet,
  codeSetOn,
  countsInAbsence,
  countsInAbsenceSql,
  isPersistent,
  isSevere,
  type Sessions,
  sessionsOf,
  sessionsSql,
} from './absence';
export {
  type ActivityCode,
  type ActivityLapse,
  activities,
  activitySql,
  headlineMonths,
  type KnownActivity,
  knownActivities,
  type Month,
  months,
  unknownActivitiesSql,
} from './activity';
export { destinationShares, participation, smallestPublishedLeavers, withOffer } from './destinations';
export { earlyLearningGoals, earlyYears, earlyYearsAreas, earlyYearsProfile, earlyYearsSql } from './early-years';
export { countedReasons, daysLost, exclusionRates, exclusionReasons, severalReasonsFrom } from './exclusions';
export {
  curriculumYear,
  ethnicGroups,
  gap,
  groupSql,
  isDisadvantaged,
  languageGroup,
  senGroups,
  termOfBirth,
} from './groups';
export { checkLetter, isUrn, readLaEstab, readUpn } from './identifiers';
export {
  isEligible,
  ks2PriorAttainment,
  reached,
  readingWritingMathsExpected,
  readingWritingMathsHigh,
  scaledScore,
  scoreExpected,
  scoreHigh,
  writingReached,
} from './key-stage-2';
export {
  belowKs2Floor,
  coastsKs2,
  type Ks2Averages,
  type Ks2Pupil,
  type Ks2Subject,
  ks1Average,
  ks2Averages,
  ks2Bands,
  ks2Progress,
  ks2ProgressOf,
  ks2Subjects,
  outcomePoints,
} from './key-stage-2-progress';
export { keyStage2Sql } from './key-stage-2-sql';
export {
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
} from './key-stage-4';
export { keyStage4Sql, unknownResultsSql } from './key-stage-4-sql';
export { nationalValue } from './national';
export { type Parameter, type Parameters, parameter, parametersWith } from './parameters';
export {
  keyStage1Reached,
  keyStage1Sql,
  phonicsChecksSql,
  phonicsMet,
  phonicsMetByYear2,
  phonicsSql,
  phonicsStandard,
} from './phonics';
export {
  averageGrade,
  averagePointsPerEntry,
  bestThreeAverage,
  bestThreePoints,
  type ExpectedPoints,
  englishOrMathsProgress,
  hasAabInTwoFacilitating,
  isInBestThree,
  level3Points,
  level3PointsOf,
  level3ValueAdded,
} from './post-16';
export { post16Sql, unknownLevel3Sql } from './post-16-sql';
export {
  type Band,
  type Bands,
  bandOf,
  bandWords,
  interval,
  type Progress,
  percentageInterval,
  progressOf,
} from './progress';
export {
  belowKs4Floor,
  coastingKs4,
  fineLevel,
  type Progress8Averages,
  progress8,
  progress8Averages,
  progress8Bands,
  progress8Deviation,
  progress8Of,
  progress8OfPupils,
} from './progress-8';
export { percentage, rounded, shown } from './rounding';
export { aLevelSubjectsSql, ks4SubjectsSql } from './subjects-sql';
export { suppliedTables } from './supplied';
export { type NeedsTable, needsTable, type TableFault, type TableName, tableNames } from './tables';
