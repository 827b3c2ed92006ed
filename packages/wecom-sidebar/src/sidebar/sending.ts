/**
 * One script on its way to the customer. Two things have to happen: WeCom says it in the chat, then our server takes note.
 * What was said cannot be said back, so after the first a retry only ever repeats the second, with the same request id.
 */
export type Sending =
  | { at: 'ready' }
  | { at: 'sending' }
  | { at: 'failed'; message: string }
  | { at: 'recording'; text: string; requestId: string }
  | { at: 'unrecorded'; text: string; requestId: string; message: string }
  | { at: 'sent' };

export type SendingEvent =
  | { is: 'pressed' }
  | { is: 'cancelled' }
  | { is: 'refused'; message: string }
  | { is: 'said'; text: string; requestId: string }
  | { is: 'recorded' }
  | { is: 'notRecorded'; message: string };

export function nextSending(now: Sending, event: SendingEvent): Sending {
  switch (event.is) {
    case 'pressed':
      if (now.at === 'ready' || now.at === 'failed') return { at: 'sending' };
      return now.at === 'unrecorded' ? { at: 'recording', text: now.text, requestId: now.requestId } : now;
    case 'cancelled':
      return now.at === 'sending' ? { at: 'ready' } : now;
    case 'refused':
      return now.at === 'sending' ? { at: 'failed', message: event.message } : now;
    case 'said':
      return now.at === 'sending' ? { at: 'recording', text: event.text, requestId: event.requestId } : now;
    case 'recorded':
      return now.at === 'recording' ? { at: 'sent' } : now;
    case 'notRecorded':
      return now.at === 'recording' ? { ...now, at: 'unrecorded', message: event.message } : now;
  }
}

/** The words reached the customer; whether we noted it is another matter. */
export const wasSaid = (now: Sending): boolean => ['recording', 'unrecorded', 'sent'].includes(now.at);

export const MAX_TEXT = 1000;

/** Why these words cannot be sent, or null. */
export function textProblem(text: string): string | null {
  if (text.trim() === '') return '请先写下要说的话';
  return text.length > MAX_TEXT ? `最多 ${MAX_TEXT} 个字` : null;
}
