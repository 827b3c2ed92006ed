import './lib/node-version.mjs';
import { runImport } from './lib/import-command.mjs';

await runImport('keys-rotate.ts', { needsKeys: true });
