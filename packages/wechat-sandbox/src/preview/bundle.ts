import { build } from 'esbuild';
import { join } from 'node:path';

const ENTRIES = {
  wx: 'preview/browser/wx.ts',
  wxwork: 'preview/browser/wxwork.ts',
  screen: 'screen/browser/screen.ts',
};
const made = new Map<string, Promise<string>>();

/** The browser's half of the sandbox as one readable script, made from its TypeScript when first asked for. */
export function browserScript(name: keyof typeof ENTRIES): Promise<string> {
  const known = made.get(name);
  if (known) return known;
  const script = bundle(join(__dirname, '..', ENTRIES[name]));
  made.set(name, script);
  script.catch(() => made.delete(name));
  return script;
}

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
  });
  return result.outputFiles[0]?.text ?? '';
}
