import { realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { proxy } from './proxy.mjs';
import { answer, sendFile, sendIndex } from './static-files.mjs';

/**
 * Serves a built front end the way a web server in front of the suite would: one origin for the pages, the API and,
 * in previews, the sandbox. `inject` names scripts that index.html loads before its own. Answers { url, close }.
 */
export function startStaticServer({ dist, port, apiUrl, sandboxUrl, inject = [], host = '127.0.0.1' }) {
  const site = { root: realpathSync(dist), inject, cache: new Map() };
  const routes = [
    { path: '/api/', target: apiUrl },
    { path: '/media/', target: apiUrl },
    { path: '/__sandbox/', target: sandboxUrl, prefix: '/__sandbox' },
  ].filter(({ target }) => target);
  const server = createServer((request, response) => {
    const route = routes.find(({ path }) => request.url.startsWith(path));
    if (route) proxy(request, response, route);
    else serve(site, { request, response }).catch(() => answer({ request, response }, 500, 'Internal error'));
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      done({ url: `http://${host}:${server.address().port}`, close: () => close(server) });
    });
  });
}

function close(server) {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
}

async function serve(site, exchange) {
  const { request } = exchange;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return answer(exchange, 405, 'Method not allowed');
  const path = pathOf(request.url);
  if (path === null) return answer(exchange, 400, 'Bad request');
  const index = join(site.root, 'index.html');
  const file = path === '/' ? index : findFile(site.root, path);
  if (file && file !== index) return sendFile(site, file, exchange);
  // Browsers ask for it on their own; a missing one is not worth an error in their console.
  if (!file && path === '/favicon.ico') return answer(exchange, 204, '');
  if (!file && !isNavigation(request, path)) return answer(exchange, 404, 'Not found');
  return sendIndex(site, index, exchange);
}

function pathOf(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0]);
    return path.startsWith('/') && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}

/** The file behind a path, or null. Hidden files, folders and whatever lies outside of the site are not there. */
function findFile(root, path) {
  if (isHidden(path)) return null;
  try {
    const file = realpathSync(resolve(root, `.${path}`));
    return file.startsWith(root + sep) && statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

const isHidden = (path) => path.split(/[/\\]/).some((part) => part.startsWith('.'));

function isNavigation(request, path) {
  return extname(path) === '' && !isHidden(path) && (request.headers.accept ?? '').includes('text/html');
}
