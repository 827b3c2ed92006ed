import type { ErrorCode } from '@omni/shared/errors';

/** A refusal the caller can act on. Anything else that is thrown is a bug. `details` is shown to the caller. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details?: Record<string, unknown>,
  ) {
    super(code);
    this.name = 'AppError';
  }
}

/** Something people can mend: a wrong file to import, a wrong mapping. The message is a whole sentence. */
export class FileProblem extends Error {}
