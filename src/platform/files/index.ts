export { dropFile, fileById, fileJobs, type KeptFile, keepFile } from './kept';
export { attachment, fileResponse } from './response';
export { createFiles, type Files, MissingFile } from './store';
