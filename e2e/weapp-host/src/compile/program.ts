import { pagesOf, readAppConfig, readComponentConfig } from './config';
import type { AppConfig, ComponentConfig } from './config';
import { CompileError, Dist } from './dist';
import { resolvePath } from './dist-path';
import { compileStyle } from './styles';
import { compileTemplates } from './templates';
import { packageSizes } from './sizes';
import type { PackageSizes } from './sizes';

/** What both sides know of the mini-program. */
export type ProgramConfig = {
  app: AppConfig;
  pages: string[];
  /** Path → its json, for every page and every component. */
  components: Record<string, ComponentConfig>;
};

/** A mini-program ready to run. */
export type Program = {
  config: ProgramConfig;
  /** A script for the service: sets `globalThis.__program__` to `{ templates, modules }`. */
  service: string;
  /** Path → CSS with marks, for the view. */
  styles: Record<string, string>;
  sizes: PackageSizes;
};

/** Names that a module of a mini-program sees as parameters. */
export const MODULE_PARAMETERS = ['require', 'module', 'exports'] as const;

/** Compiles a folder as `taro build --type weapp` leaves it. Throws {@link CompileError}. */
export function compileProgram(folder: string): Program {
  const dist = new Dist(folder);
  const app = readAppConfig(dist);
  const pages = pagesOf(app);
  const components = readComponents(dist, app, pages);
  const templates = compileTemplates(dist, declaredTags(app, components));
  const styles = Object.fromEntries(
    dist.withExtension('.wxss').map((path) => [path, compileStyle(dist, `${path}.wxss`)]),
  );
  const service = `globalThis.__program__ = { templates: ${templates},\nmodules: {${compileModules(dist)}} };`;
  return { config: { app, pages, components }, service, styles, sizes: packageSizes(dist, app) };
}

function readComponents(dist: Dist, app: AppConfig, pages: string[]): Record<string, ComponentConfig> {
  const found: Record<string, ComponentConfig> = {};
  const queue = [...pages, ...usedBy(dist, 'app', app.usingComponents)];
  for (const path of queue) {
    if (path in found) continue;
    for (const extension of ['.wxml', '.js']) {
      if (!dist.has(path + extension))
        throw new CompileError(path + extension, 'is declared, but is not there');
    }
    const config = readComponentConfig(dist, path);
    found[path] = config;
    queue.push(...usedBy(dist, path, config.usingComponents));
  }
  return found;
}

function usedBy(dist: Dist, path: string, using: Record<string, string> = {}): string[] {
  return Object.entries(using).map(([tag, target]) => {
    if (target.includes('://'))
      throw new CompileError(`${path}.json`, `<${tag}> is of a plugin: not emulated`);
    const component = resolvePath(path, target);
    return dist.has(`${component}.js`) ? component : `${component}/index`;
  });
}

function declaredTags(app: AppConfig, components: Record<string, ComponentConfig>): Set<string> {
  const configs = [app as ComponentConfig, ...Object.values(components)];
  return new Set(
    configs.flatMap(({ usingComponents = {}, componentGenerics = {} }) => [
      ...Object.keys(usingComponents),
      ...Object.keys(componentGenerics),
    ]),
  );
}

function compileModules(dist: Dist): string {
  const parameters = MODULE_PARAMETERS.join(', ');
  return dist
    .withExtension('.js')
    .map((path) => `${JSON.stringify(path)}: function (${parameters}) {\n${dist.text(`${path}.js`)}\n}`)
    .join(',\n');
}
