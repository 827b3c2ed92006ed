import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A mini-program that cannot be compiled: the message begins with the file at fault. */
export class CompileError extends Error {
  constructor(file: string, reason: string) {
    super(`${file}: ${reason}`);
    this.name = 'CompileError';
  }
}

/** The files of a compiled mini-program; paths are relative, with `/`. */
export class Dist {
  readonly files: readonly string[];

  constructor(readonly root: string) {
    this.files = listFiles(root).map((path) => relative(root, path).split(sep).join('/'));
  }

  has(file: string): boolean {
    return this.files.includes(file);
  }

  /** Files with this extension, without it: `withExtension('.wxml')` → `['pages/home/index', …]`. */
  withExtension(extension: string): string[] {
    return this.files
      .filter((file) => file.endsWith(extension))
      .map((file) => file.slice(0, -extension.length));
  }

  text(file: string): string {
    if (!this.has(file)) throw new CompileError(file, 'no such file');
    return readFileSync(join(this.root, file), 'utf8');
  }

  json(file: string): Record<string, unknown> {
    try {
      return JSON.parse(this.text(file)) as Record<string, unknown>;
    } catch (error) {
      if (error instanceof CompileError) throw error;
      throw new CompileError(file, `not JSON: ${(error as Error).message}`);
    }
  }

  bytes(file: string): number {
    return statSync(join(this.root, file)).size;
  }
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}
