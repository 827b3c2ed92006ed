import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Scripts } from './bundle';
import type { Program } from './compile/program';
import type { TemporaryFiles } from './temporary-files';

const SHELL = `<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>weapp-host</title><body><script src="/view.js"></script></body></html>`;
const TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

/** Serves the shell, the scripts of both sides, under `/files/` the package itself and under `/tmp/` temporary files. Listens on the loopback only. */
export async function serveFiles(
  dist: string,
  { program, scripts, files }: { program: Program; scripts: Scripts; files: TemporaryFiles },
): Promise<{ url: string; server: Server }> {
  const made: Record<string, [type: string, body: string]> = {
    '/': ['text/html', SHELL],
    '/view.js': ['text/javascript', scripts.view],
    '/service.js': ['text/javascript', scripts.service],
    '/program.js': ['text/javascript', program.service],
    '/styles.json': ['application/json', JSON.stringify(program.styles)],
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const found = made[pathname];
    if (found !== undefined) response.setHeader('content-type', `${found[0]}; charset=utf-8`).end(found[1]);
    else if (pathname.startsWith('/files/'))
      sendFile(response, join(dist, normalize(decodeURIComponent(pathname.slice(6)))));
    else if (pathname.startsWith('/tmp/')) sendTemporary(response, files.read(`http:/${pathname}`), pathname);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

function sendFile(response: ServerResponse, path: string): void {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const type = TYPES[extname(path)];
  if (!isFile || type === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-type', type);
  createReadStream(path).pipe(response);
}

function sendTemporary(response: ServerResponse, content: Buffer | undefined, path: string): void {
  if (content === undefined) response.writeHead(404).end();
  else response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(content);
}
