import { z } from 'zod';
import { bytesOf } from '../api';

const text = z.string().min(1);
const title = z.looseObject({ title: z.string().optional(), desc: z.string().optional() });
const option = z.looseObject({ id: text.max(128), text: text });
const submit = z.looseObject({ text: text, key: text.max(1024) });
const cardAction = z
  .looseObject({
    type: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
    url: z.string().optional(),
    appid: z.string().optional(),
  })
  .refine(({ type, url, appid }) => (type === 1 ? Boolean(url) : type === 2 ? Boolean(appid) : true), {
    message: 'type 1 needs url, type 2 needs appid',
  });
const taskId = z
  .string()
  .regex(/^[0-9a-zA-Z_\-@]+$/)
  .refine((id) => bytesOf(id) <= 128, 'at most 128 bytes');

const common = {
  source: z.looseObject({}).optional(),
  main_title: title.optional(),
  horizontal_content_list: z
    .array(z.looseObject({ keyname: text }))
    .max(6)
    .optional(),
  action_menu: z
    .looseObject({ desc: z.string().optional(), action_list: z.array(submit).min(1).max(3) })
    .optional(),
  task_id: taskId.optional(),
};
const titled = { ...common, main_title: title.extend({ title: text }), task_id: taskId };

const textNotice = z
  .looseObject({
    card_type: z.literal('text_notice'),
    ...common,
    sub_title_text: z.string().optional(),
    jump_list: z
      .array(z.looseObject({ title: text }))
      .max(3)
      .optional(),
    card_action: cardAction,
  })
  .refine(
    (card) => Boolean(card.main_title?.title || card.sub_title_text),
    'main_title.title or sub_title_text',
  )
  .refine((card) => !card.action_menu || card.task_id !== undefined, 'task_id is needed for action_menu');
const newsNotice = z
  .looseObject({
    card_type: z.literal('news_notice'),
    ...common,
    main_title: title.extend({ title: text }),
    card_image: z.looseObject({ url: text }).optional(),
    image_text_area: z.looseObject({ image_url: text }).optional(),
    jump_list: z
      .array(z.looseObject({ title: text }))
      .max(3)
      .optional(),
    card_action: cardAction,
  })
  .refine((card) => Boolean(card.card_image || card.image_text_area), 'card_image or image_text_area')
  .refine((card) => !card.action_menu || card.task_id !== undefined, 'task_id is needed for action_menu');
const buttons = z.looseObject({
  card_type: z.literal('button_interaction'),
  ...titled,
  button_list: z
    .array(
      z.looseObject({
        text: text,
        style: z.int().min(1).max(4).optional(),
        type: z.union([z.literal(0), z.literal(1)]).optional(),
        key: z.string().max(1024).optional(),
        url: z.string().optional(),
      }),
    )
    .min(1)
    .max(6)
    .refine((list) => list.every((button) => (button.type === 1 ? button.url : button.key)), 'key or url'),
});
const vote = z.looseObject({
  card_type: z.literal('vote_interaction'),
  ...titled,
  checkbox: z.looseObject({
    question_key: text.max(1024),
    mode: z.union([z.literal(0), z.literal(1)]).optional(),
    option_list: z.array(option).min(1).max(20),
  }),
  submit_button: submit,
});
const multiple = z.looseObject({
  card_type: z.literal('multiple_interaction'),
  ...titled,
  select_list: z
    .array(
      z.looseObject({
        question_key: text.max(1024),
        title: z.string().optional(),
        selected_id: z.string().optional(),
        option_list: z.array(option).min(1).max(10),
      }),
    )
    .min(1)
    .max(3),
  submit_button: submit,
});
export type TemplateCard =
  | z.infer<typeof textNotice>
  | z.infer<typeof newsNotice>
  | z.infer<typeof buttons>
  | z.infer<typeof vote>
  | z.infer<typeof multiple>;

const BY_TYPE: Record<string, z.ZodType<TemplateCard>> = {
  text_notice: textNotice,
  news_notice: newsNotice,
  button_interaction: buttons,
  vote_interaction: vote,
  multiple_interaction: multiple,
};
const INTERACTIVE = ['button_interaction', 'vote_interaction', 'multiple_interaction'];

export type ReadCard = { card: TemplateCard } | { problem: { errcode: number; words: string } };

/** The card, or what is wrong with it. A wrong task_id has a code of its own. */
export function readCard(value: unknown): ReadCard {
  const type: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'card_type') : undefined;
  const schema = typeof type === 'string' && Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : undefined;
  if (!schema) return { problem: { errcode: 40058, words: 'invalid card_type' } };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { card: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const words = `template_card ${field}: ${issue?.message ?? ''}`;
  return { problem: { errcode: field === 'task_id' ? 42014 : 40058, words } };
}

/** Whether pressing something on it calls the app back. */
export function isInteractive(card: TemplateCard): boolean {
  return INTERACTIVE.includes(card.card_type) || card.action_menu !== undefined;
}

/** Whether the answer of message/send carries a response_code. */
export function hasResponseCode(card: TemplateCard): boolean {
  return INTERACTIVE.includes(card.card_type);
}

/** What can be pressed, by key. */
export function pressableKeys(card: TemplateCard): string[] {
  const menu = card.action_menu?.action_list.map(({ key }) => key) ?? [];
  if (card.card_type === 'button_interaction') {
    return [...menu, ...card.button_list.flatMap(({ type, key }) => (type !== 1 && key ? [key] : []))];
  }
  if (card.card_type === 'vote_interaction' || card.card_type === 'multiple_interaction') {
    return [...menu, card.submit_button.key];
  }
  return menu;
}

/** Questions and their options, by question_key. */
export function questionsOf(card: TemplateCard): Map<string, string[]> {
  const asked =
    card.card_type === 'vote_interaction'
      ? [card.checkbox]
      : card.card_type === 'multiple_interaction'
        ? card.select_list
        : [];
  return new Map(
    asked.map(({ question_key, option_list }) => [question_key, option_list.map(({ id }) => id)]),
  );
}
