import './lib/node-version.mjs';
import { runImport } from './lib/import-command.mjs';

// The program itself writes into a pipe and cannot tell.
if (process.stdout.isTTY) process.argv.push('--live');
await runImport('members-import.ts', { needsKeys: true });
