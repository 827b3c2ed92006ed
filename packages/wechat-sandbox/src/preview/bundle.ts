import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ENTRIES = {
  wx: 'preview/browser/wx.ts',
  wxwork: 'preview/browser/wxwork.ts',
  screen: 'screen/browser/screen.ts',
};
type Name = keyof typeof ENTRIES;
type Bundle = { script: string; style: string };

/** Where the package has them made already, beside its own code. */
const MADE = join(__dirname, 'browser');
const made = new Map<Name, Promise<Bundle>>();

/** The browser's half of the sandbox as one readable script, made from its TypeScript when first asked for. */
export async function browserScript(name: Name): Promise<string> {
  return (await bundled(name)).script;
}

/** The style sheets that the script imports, as one. */
export async function browserStyle(name: Name): Promise<string> {
  return (await bundled(name)).style;
}

function bundled(name: Name): Promise<Bundle> {
  const known = made.get(name);
  if (known) return known;
  const files = existsSync(join(MADE, `${name}.js`)) ? readMade(name) : bundle(name);
  made.set(name, files);
  files.catch(() => made.delete(name));
  return files;
}

async function readMade(name: Name): Promise<Bundle> {
  const read = (end: string): Promise<string> => {
    const file = join(MADE, `${name}.${end}`);
    return existsSync(file) ? readFile(file, 'utf8') : Promise.resolve('');
  };
  return { script: await read('js'), style: await read('css') };
}

async function bundle(name: Name): Promise<Bundle> {
  // The package has no dependencies, so nothing outside of this repository may load it.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, '..', ENTRIES[name])],
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
