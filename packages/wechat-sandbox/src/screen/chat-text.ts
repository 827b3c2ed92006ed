import type { ChatMessage } from '../wecom/state';

/** The words of a message whatever its kind; the whole of it when it has none. */
export function textOf(message: ChatMessage): string {
  const { content } = message;
  if (typeof content !== 'object' || content === null) return String(content);
  const inner: unknown = Reflect.get(content, 'text') ?? content;
  for (const field of ['content', 'title', 'description']) {
    const value: unknown =
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, field) : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return JSON.stringify(content);
}
