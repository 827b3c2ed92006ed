import type { z } from 'zod';
import type { CommonCode, ErrorCode } from './errors';

/** Who may call: anyone, a shopper who logged in, or a member of staff who logged in through WeCom. */
export type Audience = 'public' | 'member' | 'staff';

export type Endpoint<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  E extends ErrorCode = ErrorCode,
> = { for: Audience; summary: string; input: I; output: O; errors: readonly E[] };

/** One command or question: what goes in, what comes out, and every refusal of its own (common refusals are implied). */
export const endpoint = <I extends z.ZodType, O extends z.ZodType, const E extends ErrorCode = never>(
  e: Endpoint<I, O, E>,
): Endpoint<I, O, E> => e;

export type Contract = Record<string, Endpoint>;
/** What a caller writes (defaults still missing). */
export type Input<T extends Endpoint> = z.input<T['input']>;
/** What a handler receives (parsed, defaults filled in). */
export type Parsed<T extends Endpoint> = z.output<T['input']>;
/** What a handler returns. */
export type Answer<T extends Endpoint> = z.input<T['output']>;
/** What a caller receives. */
export type Reply<T extends Endpoint> = z.output<T['output']>;
export type Failure<T extends Endpoint> = {
  code: T['errors'][number] | CommonCode;
  message: string;
  details?: Record<string, unknown>;
};
