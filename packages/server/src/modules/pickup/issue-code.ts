import { randomBytes, randomInt } from 'node:crypto';
import { shanghai } from '@omni/shared/time';
import { isDuplicateKey } from '../../kernel/db';
import { withCheckDigit } from './code.rules';
import type { PickupCode } from './task.model';

const SECRET_BYTES = 32;
const TRIES = 8;

/**
 * Draws a code and gives it to `write`, again with other digits as long as the store gave those out today. With ten million
 * codes, eight misses in a row means something else is broken.
 */
export async function issueCode(
  now: Date,
  secret: string | null,
  write: (code: PickupCode) => Promise<void>,
): Promise<PickupCode> {
  for (let tries = 1; ; tries += 1) {
    const code = {
      secret: secret ?? randomBytes(SECRET_BYTES).toString('base64'),
      digits: withCheckDigit(String(randomInt(10_000_000)).padStart(7, '0')),
      day: shanghai(now).date,
      issuedAt: now,
    };
    try {
      await write(code);
      return code;
    } catch (error) {
      if (!isDuplicateKey(error) || tries === TRIES) throw error;
    }
  }
}
