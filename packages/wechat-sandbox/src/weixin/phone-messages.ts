import type { Ctx } from '../ctx';
import { appStateOf } from './apps';
import type { AppKind, PhoneMessage } from './state';

const KEPT = 1000;

/** Puts a message on somebody's phone. */
export function arrive(ctx: Ctx, kind: AppKind, message: Omit<PhoneMessage, 'at'>): void {
  const state = appStateOf(ctx, kind);
  state.phoneMessages = [...state.phoneMessages, { at: ctx.clock.now(), ...message }].slice(-KEPT);
}

/** Oldest first. */
export function messagesFor(ctx: Ctx, kind: AppKind, openid: string): Omit<PhoneMessage, 'openid'>[] {
  return appStateOf(ctx, kind)
    .phoneMessages.filter((message) => message.openid === openid)
    .map(({ openid: _openid, ...message }) => message);
}
