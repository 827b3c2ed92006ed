import { useReducer, useRef } from 'react';
import { newRequestId } from '../api/request-id';
import { call } from '../api/session';
import { currentContact, sendText } from '../platform/wecom';
import { nextSending } from './sending';
import type { Sending, SendingEvent } from './sending';

type Target = { externalUserid: string; scriptId: string; onOtherContact: () => void };

/** Sends one script; `press` also repeats what failed. */
export function useSending(target: Target): [Sending, (text: string) => Promise<void>] {
  const [state, tell] = useReducer(nextSending, { at: 'ready' } as Sending);
  const busy = useRef(false);

  const press = async (text: string) => {
    if (busy.current) return;
    busy.current = true;
    tell({ is: 'pressed' });
    const said: SendingEvent =
      state.at === 'unrecorded'
        ? { is: 'said', text: state.text, requestId: state.requestId }
        : await say(text, target);
    tell(said);
    if (said.is === 'said') tell(await record(said, target));
    busy.current = false;
  };
  return [state, press];
}

/** The chat may have changed under an open page: never say to one customer what was meant for another. */
async function say(text: string, target: Target): Promise<SendingEvent> {
  const contact = await currentContact();
  if (!contact.ok) return { is: 'refused', message: contact.failure.message };
  if (contact.value.externalUserid !== target.externalUserid) {
    target.onOtherContact();
    return { is: 'refused', message: '当前聊天已换成另一位顾客，没有发送' };
  }
  const done = await sendText(text);
  if (done.ok) return { is: 'said', text, requestId: newRequestId() };
  if (done.failure.kind === 'cancelled') return { is: 'cancelled' };
  if (done.failure.kind === 'no_answer') {
    return { is: 'refused', message: '企业微信没有回应，请先在聊天里确认是否已发出' };
  }
  return { is: 'refused', message: done.failure.message };
}

async function record(
  said: { text: string; requestId: string },
  { externalUserid, scriptId }: Target,
): Promise<SendingEvent> {
  const { text, requestId } = said;
  const result = await call('guides.recordScriptSent', { requestId, externalUserid, scriptId, text });
  return result.ok ? { is: 'recorded' } : { is: 'notRecorded', message: result.message };
}
