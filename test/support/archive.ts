import { readFileSync } from 'fs';
import { gunzipSync } from 'zlib';

/** A file in an archive, with what else tar says of it. */
export interface ArchivedFile {
  readonly name: string;
  readonly mode: string;
  readonly owner: string;
  /** Seconds since 1970. */
  readonly changed: number;
  readonly text: string;
}

/** The files of a .tgz in their order; such as charts have, of short names and nothing but files. */
export function filesInArchive(path: string): ArchivedFile[] {
  const tar = gunzipSync(readFileSync(path));
  const files: ArchivedFile[] = [];
  let offset = 0;
  while (tar[offset] !== 0) {
    const field = (from: number, length: number) => tar.toString('utf8', offset + from, offset + from + length).replace(/\0.*$/s, '').trim();
    const size = parseInt(field(124, 12), 8);
    const start = offset + 512;
    files.push({
      name: field(0, 100),
      mode: field(100, 8),
      owner: `${parseInt(field(108, 8), 8)}:${parseInt(field(116, 8), 8)} ${field(265, 32)}:${field(297, 32)}`,
      changed: parseInt(field(136, 12), 8),
      text: tar.toString('utf8', start, start + size),
    });
    offset = start + Math.ceil(size / 512) * 512;
  }
  return files;
}
