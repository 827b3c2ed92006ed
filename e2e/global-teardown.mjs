import { rmSync } from 'node:fs';

export default async function teardown() {
  if (!globalThis.__suite) return;
  await globalThis.__suite.close?.();
  await globalThis.__suite.children.stopAll();
  rmSync(globalThis.__suite.dataDir, { recursive: true, force: true });
}
