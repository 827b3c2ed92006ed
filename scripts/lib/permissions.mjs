import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { Trouble } from './report.mjs';

const WRITTEN = ['.', '.data', '.data/logs', '.data/mongo', '.data/test', '.cache', 'node_modules'];

/** Folders that an earlier run as root made cannot be written by anyone else: says so before anything starts. */
export function requireWritable() {
  for (const folder of WRITTEN.map((name) => join(ROOT, name)).filter((path) => existsSync(path))) {
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      throw new Trouble(`${folder} belongs to another user: run \`sudo chown -R "$(id -un)" ${ROOT}\`.`);
    }
  }
}
