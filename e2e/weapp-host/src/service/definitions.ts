import * as glassEasel from 'glass-easel';
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import type { AssociatedBackend, CodeSpace } from 'glass-easel-miniprogram-adapter';
import { resolvePath } from '../compile/dist-path';
import type { ProgramConfig } from '../compile/program';
import type { RecordingContext } from './backend';

/** The compiled program as its script leaves it behind. */
export type LoadedProgram = {
  templates: glassEasel.template.ComponentTemplate['groupList'] & object;
  modules: Record<string, (require: unknown, module: { exports: unknown }, exports: unknown) => void>;
};
type Definition = Record<string, unknown> & {
  behaviors?: unknown[];
  options?: { styleIsolation?: string; addGlobalClass?: boolean };
};

/** Modules, pages and components of the mini-program, run when they are first needed. */
export class Definitions {
  private readonly env = new MiniProgramEnv();
  readonly space: CodeSpace = this.env.createCodeSpace('', true);
  private readonly loaded = new Map<string, { exports: unknown }>();
  private readonly pagesByPage = new Set<string>();
  private path = 'app';

  constructor(
    private readonly config: ProgramConfig,
    private readonly program: LoadedProgram,
    refuse: (error: Error) => void,
  ) {
    this.space.addStyleSheet('app', 'app');
    watchSetData(refuse);
  }

  get scopes(): glassEasel.StyleScopeManager {
    return this.space.getComponentSpace().styleScopeManager;
  }

  associate(context: RecordingContext): AssociatedBackend {
    return this.env.associateBackend(context);
  }

  has(path: string): boolean {
    return path in this.program.modules;
  }

  /** Whether the page came from `Page()` and not from `Component()`. */
  isPage(path: string): boolean {
    return this.pagesByPage.has(path);
  }

  /** Runs a module once, as `require` does. */
  require(path: string): unknown {
    const known = this.loaded.get(path);
    if (known !== undefined) return known.exports;
    const run = this.program.modules[path];
    if (run === undefined) throw new Error(`module '${path}.js' is not defined`);
    const module = { exports: {} as unknown };
    this.loaded.set(path, module);
    this.within(path, () => run(this.requireFrom(path), module, module.exports));
    return module.exports;
  }

  /**
   * `Page`, `Component` and `Behavior` as globals of the whole service: a bundler may put the call into a shared chunk, so
   * they define whatever page or component is being loaded when they are called.
   */
  globals() {
    const { space } = this;
    return {
      Page: (definition: Definition) => {
        this.pagesByPage.add(this.path);
        space.componentEnv(this.path, ({ Page }) => Page(definition as never));
      },
      Component: (definition?: Definition) => this.defineComponent(definition),
      Behavior: (definition: Definition) =>
        space.componentEnv(this.path, ({ Behavior }) => Behavior(definition as never)),
    };
  }

  private defineComponent(given?: Definition): unknown {
    const definition = given && withoutBuiltInBehaviors(given, this.path);
    const { styleIsolation, addGlobalClass } = definition?.options ?? {};
    const chosen = styleIsolation ?? (addGlobalClass === true ? 'apply-shared' : undefined);
    const known = this.space.getComponentStaticConfig(this.path);
    if (chosen !== undefined && known?.styleIsolation === undefined) {
      this.space.addComponentStaticConfig(this.path, { ...known, styleIsolation: chosen } as never);
    }
    return this.space.componentEnv(this.path, ({ Component }) =>
      definition === undefined ? Component() : Component(definition as never),
    );
  }

  private requireFrom(from: string) {
    return (target: string): unknown => {
      const path = resolvePath(from, target).replace(/\.js$/, '');
      const module = path in this.program.modules ? path : `${path}/index`;
      this.refuseForeignPackage(from, module);
      return this.require(module);
    };
  }

  /** A sub-package may not be loaded yet: only its own files may require its files. */
  private refuseForeignPackage(from: string, module: string): void {
    const home = this.packageOf(module);
    if (home === '' || home === this.packageOf(from)) return;
    throw new Error(
      `module '${module}.js' is not defined: it is in the sub-package ${home}, required by ${from}.js`,
    );
  }

  private packageOf(path: string): string {
    const roots = (this.config.app.subPackages ?? []).map(({ root }) => root.replace(/^\/|\/$/g, ''));
    return roots.find((root) => path.startsWith(`${root}/`)) ?? '';
  }

  private within(path: string, run: () => void): void {
    if (path in this.config.components) this.declare(path);
    const before = this.path;
    if (path in this.config.components) this.path = path;
    try {
      run();
    } finally {
      this.path = before;
    }
  }

  private declare(path: string): void {
    const config = this.config.components[path];
    const using = {
      ...this.absolute('app', this.config.app.usingComponents),
      ...this.absolute(path, config?.usingComponents),
    };
    this.space.addComponentStaticConfig(path, { ...config, usingComponents: using } as never);
    this.space.addStyleSheet(path, path, path.replace(/\W+/g, '_'));
    const { templates } = this.program;
    const content = templates[path];
    if (content === undefined) throw new Error(`${path}.wxml was not compiled`);
    this.space.addCompiledTemplate(path, {
      groupList: templates,
      content,
      fallbackListenerOnNativeNode: true,
    });
    for (const target of Object.values(using)) this.require(target.slice(1));
  }

  private absolute(from: string, using: Record<string, string> = {}): Record<string, string> {
    return Object.fromEntries(
      Object.entries(using).map(([tag, target]) => {
        const path = resolvePath(from, target);
        return [tag, this.has(path) ? `/${path}` : `/${path}/index`];
      }),
    );
  }
}

/** glass-easel exports components without a behavior for it; the other built-in behaviors are not emulated. */
function withoutBuiltInBehaviors(definition: Definition, path: string): Definition {
  const { behaviors } = definition;
  if (behaviors === undefined) return definition;
  const own = behaviors.filter((behavior) => behavior !== 'wx://component-export');
  const unknown = own.find((behavior) => typeof behavior === 'string');
  if (unknown !== undefined)
    throw new Error(`${path}: behavior ${String(unknown)} is not emulated by weapp-host`);
  return { ...definition, behaviors: own };
}

/** https://developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html: 1024 kB at a time. */
const SET_DATA_LIMIT = 1024 * 1024;

/**
 * WeChat takes `root.cn.[0].v` for `root.cn[0].v`; glass-easel does not. Data over the limit never reach a phone's view: they are
 * refused here, and the host is told.
 */
function watchSetData(refuse: (error: Error) => void): void {
  const prototype = glassEasel.Component.prototype as unknown as Record<
    'setData' | 'updateData',
    (data: object) => void
  >;
  for (const name of ['setData', 'updateData'] as const) {
    const original = prototype[name];
    prototype[name] = function withPlainPaths(data: object | undefined) {
      const size = JSON.stringify(data ?? {}).length;
      if (size > SET_DATA_LIMIT) {
        refuse(new Error(`setData: ${size} characters, over 1024 kB: nothing is set`));
        return;
      }
      const entries = Object.entries(data ?? {}).map(([key, value]) => [key.replace(/\.\[/g, '['), value]);
      original.call(this, Object.fromEntries(entries) as object);
    };
  }
}
