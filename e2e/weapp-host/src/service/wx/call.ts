import { describe } from '../../channel';
import type { ServiceState } from '../state';

/** Why an API fails: its reason stands in errMsg after `fail `. */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    readonly fields: Record<string, unknown> = {},
  ) {
    super(reason);
  }
}

export type Options = Record<string, unknown> & {
  success?: (result: unknown) => void;
  fail?: (error: unknown) => void;
  complete?: (result: unknown) => void;
};
export type Result = Record<string, unknown>;
/** Answers what `success` gets beside errMsg: a {@link Result}, nothing, or a promise of it. Throws a {@link Refusal}. */
export type Work = (options: Options) => unknown;
export type Api = (options?: Options) => unknown;

/**
 * An API of the common form: `success`, `fail` and `complete` with an `errMsg`, a promise when none of the three is given.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html
 */
export function asyncApi(state: ServiceState, name: string, work: Work): Api {
  return (options: Options = {}) => {
    const outcome = settle(name, () => work(options));
    const hasCallback = [options.success, options.fail, options.complete].some(
      (it) => typeof it === 'function',
    );
    if (!hasCallback) return outcome.then(({ ok, value }) => (ok ? value : Promise.reject(value)));
    void outcome.then(({ ok, value }) => {
      state.listeners.run(() => (ok ? options.success?.(value) : options.fail?.(value)));
      state.listeners.run(() => options.complete?.(value));
    });
    return undefined;
  };
}

type Outcome = { ok: boolean; value: Result };

async function settle(name: string, work: () => unknown): Promise<Outcome> {
  try {
    const result = (await work()) as Result | undefined;
    return { ok: true, value: { ...result, errMsg: (result?.errMsg as string | undefined) ?? `${name}:ok` } };
  } catch (error) {
    return { ok: false, value: failure(name, error) };
  }
}

/** What `fail` gets. */
export function failure(name: string, error: unknown): Result {
  if (!(error instanceof Refusal)) return { errMsg: `${name}:fail ${describe(error)}` };
  const reason = error.reason === '' ? '' : ` ${error.reason}`;
  return { ...error.fields, errMsg: `${name}:fail${reason}` };
}

/** Fields of an API's options by their type; WeChat says `parameter error` for the rest. */
export function requireString(options: Options, field: string): string {
  const value = options[field];
  if (typeof value === 'string') return value;
  throw new Refusal(
    `parameter error: parameter.${field} should be String instead of ${value === undefined ? 'Undefined' : typeName(value)};`,
  );
}

const typeName = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
