export { type Files, MissingFile } from './contents';
export { hashOf } from './hash';
export { dropFile, fileById, fileJobs, type KeptFile, keepFile } from './kept';
export { disposition, fileResponse } from './response';
export { createFiles } from './store';
