import type { ServiceState } from '../state';
import { Refusal, asyncApi, failure } from './call';
import type { Work } from './call';
import { isTemporary, readTemporary } from './file-contents';
import type { Content } from './file-contents';

const USER_DATA_PATH = 'http://usr';

/** Files of the person, in memory: https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html */
export function fileApis(state: ServiceState) {
  const manager = fileSystem(state);
  return {
    env: { USER_DATA_PATH },
    getFileSystemManager: () => manager,
    shareFileMessage: asyncApi(state, 'shareFileMessage', async ({ filePath }) => {
      if (!manager.exists(String(filePath))) throw new Refusal('file not exist');
      await state.channel.call('ask', { question: 'shareAppMessage', options: { filePath } });
    }),
  };
}

function fileSystem(state: ServiceState) {
  const { files } = state;
  const work: Record<string, (...parameters: never[]) => unknown> = {
    writeFile: (path: string, data: Content) => void files.set(inUserData(path), data),
    readFile: (path: string) => found(files, path),
    unlink: (path: string) => {
      found(files, path);
      files.delete(path);
    },
    access: (path: string) => void found(files, path),
    mkdir: () => undefined,
    stat: (path: string) => ({ size: sizeOf(found(files, path)) }),
  };
  const asynchronous = {
    writeFile: api(state, 'writeFile', ({ filePath, data }) => call(work.writeFile, filePath, data)),
    readFile: api(state, 'readFile', async ({ filePath, encoding }) => ({
      data: isTemporary(String(filePath))
        ? await readTemporary(state, String(filePath), encoding)
        : call(work.readFile, filePath),
    })),
    unlink: api(state, 'unlink', ({ filePath }) => call(work.unlink, filePath)),
    access: api(state, 'access', ({ path }) => call(work.access, path)),
    mkdir: api(state, 'mkdir', () => undefined),
    getFileInfo: api(state, 'getFileInfo', ({ filePath }) => call(work.stat, filePath)),
  };
  const synchronous = Object.fromEntries(
    Object.entries(work).map(([name, run]) => [
      `${name}Sync`,
      (...given: never[]) => throwing(`${name}Sync`, () => run(...given)),
    ]),
  );
  return { ...asynchronous, ...synchronous, exists: (path: string) => files.has(path) };
}

const api = (state: ServiceState, name: string, run: Work) => asyncApi(state, name, run);
const call = (run: ((...given: never[]) => unknown) | undefined, ...given: unknown[]) =>
  run?.(...(given as never[]));

function throwing(name: string, run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    throw new Error(String(failure(name, error).errMsg), { cause: error });
  }
}

function found(files: Map<string, Content>, path: string): Content {
  const content = files.get(path);
  if (content === undefined)
    throw new Refusal(`no such file or directory, open '${path}'`, { errno: 1300002 });
  return content;
}

function inUserData(path: string): string {
  if (path.startsWith(USER_DATA_PATH)) return path;
  throw new Refusal(`permission denied, open '${path}'`, { errno: 1300013 });
}

const sizeOf = (content: Content): number =>
  typeof content === 'string' ? content.length : content.byteLength;
