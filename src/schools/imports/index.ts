export { type CountedSchool, countedSchools } from './counted';
export { type ImportArguments, runImport } from './command';
export { readAcademicYear } from './dates';
export { kinds as importKinds } from './kinds';
export { describeImport, type ImportReport, toJson } from './report';
