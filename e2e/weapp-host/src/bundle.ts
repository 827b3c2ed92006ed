import { join } from 'node:path';
import { build } from 'esbuild';

/** The two scripts of the host that run in the browser. */
export type Scripts = { view: string; service: string };

let made: Promise<Scripts> | null = null;

/** Bundles them once a process. */
export function hostScripts(): Promise<Scripts> {
  made ??= bundle();
  return made;
}

async function bundle(): Promise<Scripts> {
  const [view, service] = await Promise.all([script('view'), script('service')]);
  return { view, service };
}

async function script(side: 'view' | 'service'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, side, 'main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
