/** Resolves what a file of a mini-program names: `/a` from the root, `./a`, `../a` and `a` from the file. */
export function resolvePath(from: string, target: string): string {
  const start = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  const parts: string[] = [];
  for (const part of [...start, ...target.split('/')]) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
