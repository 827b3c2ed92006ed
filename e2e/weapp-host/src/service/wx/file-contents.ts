import type { ServiceState } from '../state';
import { Refusal } from './call';

export type Content = string | ArrayBuffer;

/** Temporary files lie in Node; those of the person in the service. */
export const isTemporary = (path: string): boolean => path.startsWith('http://tmp/');

/** Of a temporary file; without an encoding the bytes themselves, as FileSystemManager.readFile says. */
export async function readTemporary(state: ServiceState, path: string, encoding?: unknown): Promise<Content> {
  const base64 = await state.channel.call<string | null>('temporaryFile', path);
  if (base64 === null) throw new Refusal(`no such file or directory, open '${path}'`, { errno: 1300002 });
  if (encoding === 'base64') return base64;
  if (encoding !== undefined)
    throw new Refusal(`encoding ${String(encoding)} of a temporary file is not emulated by weapp-host`);
  return state.realm.fromBase64(base64);
}

/** The bytes of a person's file for Node, as base64; of a temporary file nothing, for Node has it. */
export function contentForNode(state: ServiceState, path: string): { content?: string } {
  if (isTemporary(path)) return {};
  const content = state.files.get(path);
  if (content === undefined) throw new Refusal('file not found');
  return { content: state.realm.toBase64(content) };
}
