import type { Config } from '../config';
import type { Files } from './contents';
import { localFiles } from './local';
import { s3Files } from './s3';

/** In an S3-compatible store when one is configured, else in the data folder. */
export const createFiles = (config: Pick<Config, 'dataDir' | 's3'>): Files =>
  config.s3 ? s3Files(config.s3) : localFiles(config.dataDir);
