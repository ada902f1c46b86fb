import { mkdirSync, renameSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';

/** Writes texts below a folder, each aside and then renamed, so that no file is ever half-written. */
export function writeFiles(folder: string, files: { [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
}
