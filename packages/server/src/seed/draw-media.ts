import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawAll } from './pictures';

// Run it after a change of a drawing: `npx tsx packages/server/src/seed/draw-media.ts`. Its pictures are committed.
const folder = path.resolve(__dirname, '../../media');
mkdirSync(folder, { recursive: true });
for (const old of readdirSync(folder).filter((file) => file.endsWith('.svg'))) rmSync(path.join(folder, old));
for (const [file, svg] of drawAll()) writeFileSync(path.join(folder, file), svg);
