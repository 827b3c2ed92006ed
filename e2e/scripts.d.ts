/** The scripts that start the suite are JavaScript; what the benches use of them. */
declare module '*/scripts/lib/suite.mjs' {
  type Urls = { api: string; ops: string; sandbox: string; miniapp: string; wecom: string };
  export function startSuite(options: {
    ports: Record<string, number>;
    dataDir: string;
    children: Children;
  }): Promise<{ urls: Urls; closeFrontEnds: () => Promise<unknown> }>;
}

type Children = { start: (what: { name: string; command: string; args: string[] }) => unknown };

declare module '*/scripts/lib/temporary.mjs' {
  export function openWorkshop(name: string): {
    dir: string;
    children: Children;
    leave: (code: number, error?: unknown) => Promise<never>;
  };
}

declare module '*/scripts/lib/static-server.mjs' {
  export function startStaticServer(options: {
    dist: string;
    port: number;
  }): Promise<{ url: string; close: () => Promise<unknown> }>;
}

declare module '*/scripts/lib/run.mjs' {
  type Options = { cwd?: string; env?: NodeJS.ProcessEnv; log?: string };
  export function run(command: string, args: string[], options?: Options): Promise<{ output: string }>;
}

declare module '*/scripts/lib/build.mjs' {
  export function ensureBuilt(name: 'h5' | 'weapp' | 'wecom'): Promise<string>;
}

declare module '*/scripts/lib/ports.mjs' {
  export const PORTS: Record<string, unknown>;
  export function freePort(): Promise<number>;
}

declare module '*/scripts/lib/chromium.mjs' {
  export function ensureChromium(): Promise<{ path: string }>;
}

declare module '*/scripts/lib/report.mjs' {
  export function step<T>(name: string, work: () => Promise<T>, hint?: string): Promise<T>;
}

declare module '*/scripts/lib/paths.mjs' {
  export const bin: (name: string) => string;
  export const inRoot: (...parts: string[]) => string;
}
