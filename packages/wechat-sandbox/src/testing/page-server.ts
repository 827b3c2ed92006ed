import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'";

export type PageServer = { url: string; close(): Promise<void> };

/** Serves one empty page as a suite would: a strict policy, the sandbox under /__sandbox of the same origin. */
export async function startPageServer(sandboxUrl: string, scripts: string[]): Promise<PageServer> {
  const tags = scripts.map((src) => `<script src="${src}"></script>`).join('');
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${tags}</head><body><button id="app">app</button></body></html>`;
  const server = createServer((message, response) => {
    if (message.url?.startsWith('/__sandbox/')) return passOn(sandboxUrl, message, response);
    const isSdk = message.url === '/jssdk.js';
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('content-type', isSdk ? 'text/javascript' : 'text/html');
    response.end(isSdk ? readFileSync(sdkFile()) : html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function findChromium(): string | undefined {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

function sdkFile(): string {
  return join(dirname(require.resolve('@wecom/jssdk')), 'wecom.global.prod.js');
}

function passOn(sandboxUrl: string, message: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = message;
  const upstream = request(`${sandboxUrl}${url ?? ''}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  message.pipe(upstream);
}
