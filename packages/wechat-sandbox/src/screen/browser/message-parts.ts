import type { ChatMessage } from '../../control/types';

/** What a message of WeChat or WeCom is made of, whoever sent it and by whichever API. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'markdown'; text: string }
  | { kind: 'image'; url: string; name: string }
  | { kind: 'link'; title: string; text: string; url: string; image: string }
  | { kind: 'mini-program'; title: string; page: string; appid: string; image: string; media: string }
  | { kind: 'file'; name: string; type: string }
  | { kind: 'rows'; title: string; text: string; rows: [string, string][] }
  | { kind: 'card'; card: TemplateCard }
  | { kind: 'unknown'; type: string; json: string };

/** The parts of a WeCom template card that are drawn. */
export type TemplateCard = {
  source: string;
  title: string;
  text: string;
  emphasis: string;
  emphasisNote: string;
  rows: [string, string][];
  taskId: string;
  questions: { key: string; title: string; many: boolean; options: { id: string; text: string }[] }[];
  buttons: { text: string; key: string; primary: boolean }[];
  /** What the app put in the place of the buttons. */
  replaced: string;
};

type Fields = Record<string, unknown>;

/** A welcome or mass message is a text with up to nine attachments; everything else is one part, articles aside. */
export function partsOf(message: Pick<ChatMessage, 'msgtype' | 'content'>): Part[] {
  const content = fieldsOf(message.content);
  const attachments = listOf(content.attachments);
  if ('attachments' in content || typeof content.text === 'object') {
    const text = textOf(fieldsOf(content.text).content);
    return [
      ...(text === '' ? [] : [{ kind: 'text' as const, text }]),
      ...attachments.map((attachment) =>
        part(textOf(attachment.msgtype), fieldsOf(attachment[textOf(attachment.msgtype)])),
      ),
    ];
  }
  const articles = listOf(content.articles);
  if (articles.length > 0) return articles.map((article) => part('link', article));
  return [part(message.msgtype, content)];
}

/** One line for a list of chats. */
export function summaryOf(message: Pick<ChatMessage, 'msgtype' | 'content'>): string {
  const first = partsOf(message)[0];
  if (!first) return '';
  switch (first.kind) {
    case 'text':
    case 'markdown':
      return first.text.replace(/\s+/g, ' ').trim();
    case 'image':
      return '[图片]';
    case 'link':
      return `[链接] ${first.title}`;
    case 'mini-program':
      return `[小程序] ${first.title}`;
    case 'file':
      return `[${first.type}] ${first.name}`;
    case 'rows':
      return first.title;
    case 'card':
      return `[卡片] ${first.card.title || first.card.emphasis}`;
    case 'unknown':
      return `[${first.type}]`;
  }
}

function part(type: string, fields: Fields): Part {
  const of = (...names: string[]): string =>
    names.map((name) => textOf(fields[name])).find((t) => t !== '') ?? '';
  switch (type) {
    case 'text':
      return { kind: 'text', text: of('content') };
    case 'markdown':
    case 'markdown_v2':
      return { kind: 'markdown', text: of('content') };
    case 'image':
      return { kind: 'image', url: of('pic_url', 'picurl'), name: of('media_id', 'mediaid') };
    case 'link':
    case 'news':
    case 'textcard':
      return {
        kind: 'link',
        title: of('title'),
        text: plain(of('desc', 'description')),
        url: of('url', 'link'),
        image: of('picurl', 'imgUrl'),
      };
    case 'miniprogram':
      return {
        kind: 'mini-program',
        title: of('title'),
        page: of('page'),
        appid: of('appid'),
        image: of('imgUrl'),
        media: of('pic_media_id'),
      };
    case 'miniprogram_notice':
      return { kind: 'rows', title: of('title'), text: of('description'), rows: rowsOf(fields.content_item) };
    case 'video':
      return { kind: 'file', type: '视频', name: of('media_id', 'mediaid') };
    case 'voice':
      return { kind: 'file', type: '语音', name: of('media_id', 'mediaid') };
    case 'file':
      return { kind: 'file', type: '文件', name: of('media_id', 'mediaid') };
    case 'template_card':
      return { kind: 'card', card: cardOf(fields) };
    default:
      return { kind: 'unknown', type, json: JSON.stringify(fields) };
  }
}

function cardOf(fields: Fields): TemplateCard {
  const title = fieldsOf(fields.main_title);
  const emphasis = fieldsOf(fields.emphasis_content);
  return {
    source: textOf(fieldsOf(fields.source).desc),
    title: textOf(title.title),
    text: textOf(title.desc) || textOf(fields.sub_title_text),
    emphasis: textOf(emphasis.title),
    emphasisNote: textOf(emphasis.desc),
    rows: rowsOf(fields.horizontal_content_list, 'keyname'),
    taskId: textOf(fields.task_id),
    questions: questionsOf(fields),
    buttons: [
      ...listOf(fields.button_list),
      ...('submit_button' in fields ? [fieldsOf(fields.submit_button)] : []),
      ...listOf(fieldsOf(fields.action_menu).action_list).map((action) => ({ ...action, style: 2 })),
    ].map((button: Fields) => ({
      text: textOf(button.text),
      key: textOf(button.key),
      primary: Number(button.style ?? 1) === 1,
    })),
    replaced: textOf(fields.replace_name),
  };
}

/** A vote is one question, with one answer or several; a selection is up to three, each with one answer. */
function questionsOf(fields: Fields): TemplateCard['questions'] {
  const vote = 'checkbox' in fields ? [fieldsOf(fields.checkbox)] : [];
  return [...vote, ...listOf(fields.select_list)].map((question) => ({
    key: textOf(question.question_key),
    title: textOf(question.title),
    many: Number(question.mode ?? 0) === 1,
    options: listOf(question.option_list).map((option) => ({
      id: textOf(option.id),
      text: textOf(option.text),
    })),
  }));
}

function rowsOf(list: unknown, key = 'key'): [string, string][] {
  return listOf(list).map((row) => [textOf(row[key]), textOf(row.value)]);
}

/** The description of a text card may carry `<div class="gray">` and `<br>`. */
function plain(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/div>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .trim();
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
