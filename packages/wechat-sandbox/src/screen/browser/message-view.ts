import type { ChatMessage } from '../../control/types';
import { app, redraw } from './app';
import { cardTitle, rowList, templateCard } from './card-view';
import type { PressButton } from './card-view';
import { h } from './dom';
import type { Child, Vnode } from './dom';
import { icon } from './icons';
import { markdown } from './markdown';
import { partsOf } from './message-parts';
import type { Part } from './message-parts';
import { externalUrl } from './widgets';

type Shown = Pick<ChatMessage, 'msgtype' | 'content' | 'msgid'>;

/** The parts of a message as bubbles and cards. */
export function messageParts(message: Shown, press?: PressButton): Vnode[] {
  return partsOf(message).map((part) => partView(part, message, press));
}

function partView(part: Part, message: Shown, press: PressButton | undefined): Vnode {
  switch (part.kind) {
    case 'text':
      return h('p', { class: 'bubble' }, part.text);
    case 'markdown':
      return h('div', { class: 'bubble markdown' }, markdown(part.text));
    case 'image':
      return h('div', { class: 'bubble picture' }, picture(part.url || mediaUrl(part.name), part.name));
    case 'link':
      return linkCard(part);
    case 'mini-program':
      return miniProgramCard(part);
    case 'file':
      return h('div', { class: 'card file' }, h('span', null, part.name || part.type), icon('file', 28));
    case 'rows':
      return h('div', { class: 'card' }, cardTitle(part.title, part.text), rowList(part.rows));
    case 'card':
      return templateCard(part.card, message.msgid ?? part.card.taskId, press);
    case 'unknown':
      return h('pre', { class: 'bubble raw' }, `${part.type}\n${part.json}`);
  }
}

function linkCard(part: Extract<Part, { kind: 'link' }>): Vnode {
  const inside = [
    h('strong', { class: 'card-title' }, part.title),
    h(
      'span',
      { class: 'card-body' },
      h('span', { class: 'card-text' }, part.text || part.url),
      part.image ? h('span', { class: 'thumb' }, picture(part.image, '')) : null,
    ),
  ];
  const url = externalUrl(part.url);
  return url
    ? h('a', { class: 'card link', href: url, target: '_blank', rel: 'noreferrer' }, inside)
    : h('div', { class: 'card link' }, inside);
}

function miniProgramCard(part: Extract<Part, { kind: 'mini-program' }>): Vnode {
  return h(
    'div',
    { class: 'card mini' },
    h('span', { class: 'card-from' }, icon('link', 14), app.data?.names.miniProgram ?? part.appid),
    h('strong', { class: 'card-title' }, part.title),
    h('span', { class: 'cover' }, picture(part.image || mediaUrl(part.media), '')),
    h('span', { class: 'card-foot' }, '小程序', h('code', null, part.page)),
  );
}

/** Media that were uploaded to the sandbox can be looked at. */
function mediaUrl(id: string): string {
  return id === '' ? '' : new URL(`control/wecom/media/${encodeURIComponent(id)}`, location.href).href;
}

const broken = new Set<string>();

/** An id may be of no upload, and the internet may be out of reach: then a frame stands for the picture. */
function picture(url: string, name: string): Child {
  const source = externalUrl(url);
  if (!source || broken.has(source)) {
    return h('span', { class: 'no-picture' }, icon('image', 26), name ? h('code', null, name) : null);
  }
  return h('img', {
    src: source,
    alt: name || '图片',
    loading: 'lazy',
    referrerpolicy: 'no-referrer',
    onError: () => {
      broken.add(source);
      redraw();
    },
  });
}
