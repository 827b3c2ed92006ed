/**
 * What WeChat's service layer has beside ECMAScript itself. Everything else of a Web Worker is taken away.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 */
const HOST_NAMES = ['console', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'];
const ECMASCRIPT =
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise
RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Intl
ArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array
Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet WeakRef Proxy Reflect
FinalizationRegistry decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite isNaN`.split(
    /\s+/,
  );

/** What the host itself goes on using after the worker's globals are gone. */
export type Realm = {
  post: (message: unknown) => void;
  loadScript: (url: string) => void;
  /** Compiles an expression among the mini-program's globals (the automator sends functions as text). */
  evaluate: (source: string) => unknown;
  OffscreenCanvas: typeof OffscreenCanvas;
  createImageBitmap: typeof createImageBitmap;
  toBase64: (content: string | ArrayBuffer) => string;
  fromBase64: (text: string) => ArrayBuffer;
  WebSocket: typeof WebSocket;
  /** A picture of the package or of the network. */
  loadBitmap: (source: string) => Promise<ImageBitmap>;
};

type WorkerScope = typeof globalThis & {
  postMessage(message: unknown): void;
  importScripts(url: string): void;
};

/** Keeps what the host needs. Must run before {@link closeRealm}. */
export function openRealm(): Realm {
  const scope = globalThis as WorkerScope;
  const post = scope.postMessage.bind(scope);
  const loadScript = scope.importScripts.bind(scope);
  const evaluate = scope.eval;
  const { fetch: load, OffscreenCanvas, createImageBitmap, WebSocket, btoa, atob, TextEncoder } = globalThis;
  const makeBitmap = createImageBitmap.bind(globalThis) as typeof createImageBitmap;
  const loadBitmap = async (source: string) => {
    const address = /^(https?|data):/.test(source) ? source : `/files/${source.replace(/^\//, '')}`;
    return makeBitmap(await (await load.call(globalThis, address)).blob());
  };
  return {
    post,
    loadScript,
    evaluate: (source) => evaluate(source) as unknown,
    OffscreenCanvas,
    createImageBitmap: makeBitmap,
    loadBitmap,
    WebSocket,
    toBase64: (content) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
      return btoa.call(scope, Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    fromBase64: (text) => Uint8Array.from(atob.call(scope, text), (byte) => byte.charCodeAt(0)).buffer,
  };
}

/**
 * Takes every browser global away, also from those who reach the global object by `Function('return this')()`, and code
 * made from text, which WeChat refuses too.
 */
export function closeRealm(): void {
  const kept = new Set([...HOST_NAMES, ...ECMASCRIPT]);
  const scope = globalThis as Record<string, unknown>;
  for (const name of HOST_NAMES) fix(name, unbound(scope[name]));
  for (
    let level: object = globalThis;
    level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object
  ) {
    for (const name of Object.getOwnPropertyNames(level)) {
      const isOwnGlobal = level === globalThis && kept.has(name);
      if (!isOwnGlobal) Reflect.deleteProperty(level, name);
    }
  }
  refuseCodeFromText();
}

/** A timer of a phone is a plain function: `window.setTimeout` of a library works too, whatever `window` it made for itself. */
const unbound = (value: unknown): unknown =>
  typeof value === 'function' ? (value.bind(globalThis) as unknown) : value;

function fix(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}

function refuseCodeFromText(): void {
  const real = Function;
  const refusing = function (...parts: string[]): unknown {
    const body = (parts.at(-1) ?? '').trim().replace(/;$/, '');
    if (parts.length === 1 && body === 'return this') return () => globalThis;
    throw new EvalError('new Function is refused in a mini-program');
  };
  refusing.prototype = real.prototype;
  Object.defineProperty(real.prototype, 'constructor', {
    value: refusing,
    writable: true,
    configurable: true,
  });
  fix('Function', refusing);
}
