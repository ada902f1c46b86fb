import { join } from 'path';
import { feafFiles, feafTuningSql } from './feaf-files';
import { writeFiles } from './write-files';

// All texts are made before the first file is written.
const files = feafFiles();
writeFiles(process.env.CDK8S_OUTDIR ?? 'dist', files);
writeFiles(join(__dirname, '..', 'sql'), { '02-performance-tuning.sql': feafTuningSql });
