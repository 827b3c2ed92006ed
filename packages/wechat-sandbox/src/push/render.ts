import { toXml } from '../wecom/xml';
import type { XmlFields } from '../wecom/xml';
import type { PushSecrets } from '../world';

/** The fields of a message in the platform's own order and spelling; a list is one element repeated in XML. */
export type PushFields = XmlFields;

const OPENING = '<xml>';

export function render(fields: PushFields, format: PushSecrets['format']): string {
  return format === 'json' ? JSON.stringify(fields) : toXml(fields);
}

/** Adds fields to a rendered message without looking at the others. */
export function withFields(message: string, more: PushFields, format: PushSecrets['format']): string {
  if (format === 'json') return JSON.stringify({ ...(JSON.parse(message) as PushFields), ...more });
  return message.replace(/<\/xml>$/, toXml(more).slice(OPENING.length));
}
