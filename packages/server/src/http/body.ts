import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';
import { AppError } from '../kernel/errors';

const LIMIT_BYTES = 256 * 1024;

/** The request's bytes, at most 256 KiB. Refuses: BODY_TOO_LARGE, INVALID_INPUT (cut off before its end). */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  try {
    return await getRawBody(req, { limit: LIMIT_BYTES, length: req.headers['content-length'] ?? null });
  } catch (error) {
    const type = (error as { type?: string }).type;
    if (type === 'entity.too.large') throw new AppError('BODY_TOO_LARGE', { limitBytes: LIMIT_BYTES });
    if (type) throw new AppError('INVALID_INPUT', { problem: type });
    throw error;
  }
}
