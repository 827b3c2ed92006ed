import { sameText } from '../../kernel/crypto';
import { ackJson, contentId, hexHash, jsonOf, refusedReading } from './reading';
import type { Delivered, Reading } from './types';

export type MeituanApp = { developerId: string; signKey: string };

const WINDOW_SECONDS = 600;

/**
 * Callbacks of 美团. From memory and not verified (the delivery platform's own page contradicts itself on SHA-1 and SHA-256):
 * a form, `sign` = lower hex sha1(signKey + keys and values in order of the keys, without empty ones and without sign), and
 * the answer `{"data":"OK"}`. Do not build on it without the merchant's own developer documents.
 */
export function readMeituan(app: MeituanApp, { body }: Delivered, now: Date): Reading {
  const text = body.toString('utf8');
  const form = Object.fromEntries(new URLSearchParams(text));
  if (!sameText((form.sign ?? '').toLowerCase(), meituanSignature(app, form)))
    return refusedReading('signature');
  if (form.developerId !== app.developerId) return refusedReading('other app');
  const age = now.getTime() / 1000 - Number(form.timestamp);
  if (!(Math.abs(age) <= WINDOW_SECONDS)) return refusedReading('stale');
  const payload = jsonOf(form.biz ?? form.message ?? '') as { orderId?: unknown } | undefined;
  const orderId = payload?.orderId;
  const known = typeof orderId === 'string' || typeof orderId === 'number';
  // The time of sending differs from repetition to repetition; the message does not.
  const messageId = contentId(form.msgType ?? '', form.biz ?? form.message ?? text);
  const news = [
    { messageId, event: form.msgType ?? 'callback', orderId: known ? String(orderId).slice(0, 64) : null },
  ];
  return { kind: 'news', news, answer: ackJson({ data: 'OK' }) };
}

export const meituanSignature = ({ signKey }: MeituanApp, form: Record<string, string>): string =>
  hexHash(
    'sha1',
    signKey,
    Object.keys(form)
      .filter((name) => name !== 'sign' && form[name] !== '')
      .sort()
      .map((name) => `${name}${form[name] ?? ''}`)
      .join(''),
  );
