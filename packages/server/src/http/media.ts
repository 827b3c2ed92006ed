import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Middleware } from 'koa';
import { AppError } from '../kernel/errors';

const folder = path.resolve(__dirname, '../../media');

/** Pictures of the demo shop. File names are checked, so that nothing outside the folder can be asked for. */
export const serveMedia: Middleware = async (ctx) => {
  const file = String(ctx.params.file);
  if (!/^[a-z0-9][a-z0-9-]{0,80}\.(svg|png|jpg)$/.test(file)) throw new AppError('NOT_FOUND');
  const bytes = await readFile(path.join(folder, file)).catch(() => null);
  if (!bytes) throw new AppError('NOT_FOUND');
  ctx.type = path.extname(file);
  ctx.set('Cache-Control', 'public, max-age=86400');
  ctx.body = bytes;
};
