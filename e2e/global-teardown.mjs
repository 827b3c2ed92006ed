import { rmSync } from 'node:fs';

export default async function teardown() {
  await globalThis.__suite.children.stopAll();
  rmSync(globalThis.__suite.dataDir, { recursive: true, force: true });
}
