import type { Options } from './wx/call';
import type { Wx } from './wx';

export type Mock = {
  method: string;
  result?: unknown;
  functionDeclaration?: string;
  args?: unknown[];
};
type Fn = (...given: unknown[]) => unknown;

const originals = new WeakMap<Wx, Map<string, unknown>>();

/**
 * Puts a value or a function in the place of an API. A function sees the original as `this.origin`; its result goes to
 * `success`, or to `fail` when its errMsg says so.
 */
export function mockApi(wx: Wx, mock: Mock, evaluate: (source: string) => unknown): void {
  const { method, functionDeclaration, args = [] } = mock;
  const kept = originals.get(wx) ?? new Map<string, unknown>();
  originals.set(wx, kept);
  if (!kept.has(method)) kept.set(method, wx[method]);
  const origin = kept.get(method);
  const answer: Fn =
    functionDeclaration === undefined ? () => mock.result : (evaluate(`(${functionDeclaration})`) as Fn);
  wx[method] = (...given: unknown[]) => {
    const result = answer.apply({ origin }, [...given, ...args]);
    if (method.endsWith('Sync')) return result;
    return deliver(result, given[0] as Options | undefined);
  };
}

export function restoreApi(wx: Wx, method: string): void {
  const kept = originals.get(wx);
  if (kept?.has(method) !== true) return;
  wx[method] = kept.get(method);
  kept.delete(method);
}

function deliver(result: unknown, options: Options = {}): unknown {
  const outcome = Promise.resolve(result).then((value) => {
    const failed = /:fail/.test(String((value as { errMsg?: string } | null)?.errMsg ?? ''));
    if (failed) options.fail?.(value);
    else options.success?.(value);
    options.complete?.(value);
    if (failed && options.fail === undefined && options.success === undefined) throw value as Error;
    return value;
  });
  const task = {
    abort: nothing,
    onHeadersReceived: nothing,
    offHeadersReceived: nothing,
    onProgressUpdate: nothing,
  };
  if (options.success === undefined && options.fail === undefined) return Object.assign(outcome, task);
  return task;
}

const nothing = () => undefined;
