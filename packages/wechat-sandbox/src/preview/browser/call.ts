/** What every API of `wx` takes besides its own options. */
export type Options = Record<string, unknown> & {
  success?: (result: unknown) => void;
  fail?: (failure: Failure) => void;
  complete?: (outcome: unknown) => void;
};
export type Failure = { errMsg: string; errCode?: number; errno?: number };

/** Thrown by an API to fail with `<name>:fail <words>`. */
export class WxFailure extends Error {
  constructor(
    readonly words: string,
    readonly codes: { errCode?: number; errno?: number } = {},
  ) {
    super(words);
  }
}

export type WxApi = (options?: Options) => Promise<unknown> | undefined;

/** Both habits: callbacks when one is given, a promise otherwise. */
export function wxApi(name: string, run: (options: Options) => Promise<Record<string, unknown>>): WxApi {
  return (options = {}) => {
    const outcome = run(options).then(
      (result) => ({ errMsg: `${name}:ok`, ...result }),
      (error: unknown) => {
        throw toFailure(name, error);
      },
    );
    const { success, fail, complete } = options;
    if (!success && !fail && !complete) return outcome;
    outcome.then(
      (result) => {
        success?.(result);
        complete?.(result);
      },
      (failure: Failure) => {
        fail?.(failure);
        complete?.(failure);
      },
    );
    return undefined;
  };
}

function toFailure(name: string, error: unknown): Failure {
  if (error instanceof WxFailure) return { errMsg: `${name}:fail ${error.words}`, ...error.codes };
  return { errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` };
}
