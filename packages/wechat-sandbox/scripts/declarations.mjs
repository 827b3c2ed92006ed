import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * Writes the declarations of `entry`, and of whatever its types need, into `into`. Statements that speak of a package are left
 * out, since the tarball has no dependencies; a type that needed one of them fails where the types are used.
 */
export function writeDeclarations({ config, entry, into }) {
  const from = dirname(entry);
  const host = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const given = { declaration: true, emitDeclarationOnly: true, noEmit: false, noCheck: true, rootDir: from };
  const { options } = ts.getParsedCommandLineOfConfigFile(config, { ...given, outDir: into }, host);
  const program = ts.createProgram([entry], options);
  const todo = [entry];
  const done = new Set();
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (done.has(file)) continue;
    done.add(file);
    const { text, imports } = withoutPackages(declarationOf(program, file));
    const target = join(into, relative(from, file).replace(/\.ts$/, '.d.ts'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    todo.push(...imports.map((name) => sourceOf(program, resolve(dirname(file), name))));
  }
}

function declarationOf(program, file) {
  let declaration = '';
  program.emit(program.getSourceFile(file), (_name, text) => (declaration = text), undefined, true);
  return declaration;
}

function sourceOf(program, path) {
  const found = [`${path}.ts`, join(path, 'index.ts')].find((name) => program.getSourceFile(name));
  if (!found) throw new Error(`the types import ${path}, which is not there`);
  return found;
}

const isOurs = (name) => name.startsWith('.');
const isKnown = (name) => isOurs(name) || name.startsWith('node:');

function withoutPackages(declaration) {
  const parsed = ts.createSourceFile('a.d.ts', declaration, ts.ScriptTarget.Latest, true);
  const modules = parsed.statements.flatMap(({ moduleSpecifier }) => moduleSpecifier?.text ?? []);
  const foreign = parsed.statements.filter(
    (one) => one.moduleSpecifier && !isKnown(one.moduleSpecifier.text),
  );
  const names = new Set(foreign.flatMap(namesOf));
  const kept = parsed.statements.filter((one) => !foreign.includes(one) && !mentions(one, names));
  const inline = [...declaration.matchAll(/import\("([^"]+)"\)/g)].map(([, name]) => name);
  return {
    text: `${kept.map((one) => one.getFullText(parsed)).join('')}\n`,
    imports: [...modules, ...inline].filter(isOurs),
  };
}

function namesOf({ importClause }) {
  const named = importClause?.namedBindings?.elements ?? [];
  return [importClause?.name, ...named.map(({ name }) => name)].flatMap((name) => name?.text ?? []);
}

const mentions = (node, names) =>
  (ts.isIdentifier(node) && names.has(node.text)) ||
  (ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false);
