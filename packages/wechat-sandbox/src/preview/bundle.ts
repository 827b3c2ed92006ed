import { build } from 'esbuild';
import { join } from 'node:path';

const ENTRIES = {
  wx: 'preview/browser/wx.ts',
  wxwork: 'preview/browser/wxwork.ts',
  screen: 'screen/browser/screen.ts',
};
type Bundle = { script: string; style: string };
const made = new Map<string, Promise<Bundle>>();

/** The browser's half of the sandbox as one readable script, made from its TypeScript when first asked for. */
export async function browserScript(name: keyof typeof ENTRIES): Promise<string> {
  return (await bundled(name)).script;
}

/** The style sheets that the script imports, as one. */
export async function browserStyle(name: keyof typeof ENTRIES): Promise<string> {
  return (await bundled(name)).style;
}

function bundled(name: keyof typeof ENTRIES): Promise<Bundle> {
  const known = made.get(name);
  if (known) return known;
  const files = bundle(join(__dirname, '..', ENTRIES[name]));
  made.set(name, files);
  files.catch(() => made.delete(name));
  return files;
}

async function bundle(entry: string): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
  });
  const textOf = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}
