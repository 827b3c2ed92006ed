import { partsOf, summaryOf } from './message-parts';

it.each([
  [
    'a welcome with attachments',
    'text',
    {
      text: { content: '欢迎\n您' },
      attachments: [{ msgtype: 'miniprogram', miniprogram: { title: '商城', page: 'p' } }],
    },
    ['text', 'mini-program'],
    '欢迎 您',
  ],
  [
    'a welcome of an image alone',
    'image',
    { attachments: [{ msgtype: 'image', image: { media_id: 'm' } }] },
    ['image'],
    '[图片]',
  ],
  ['a text of the sidebar', 'text', { content: '您好' }, ['text'], '您好'],
  ['news of an app', 'news', { articles: [{ title: '一' }, { title: '二' }] }, ['link', 'link'], '[链接] 一'],
  ['a text card', 'textcard', { title: '新订单', description: 'x', url: 'y' }, ['link'], '[链接] 新订单'],
  ['a file', 'file', { media_id: 'f1' }, ['file'], '[文件] f1'],
  ['something new', 'hologram', { a: 1 }, ['unknown'], '[hologram]'],
  ['nothing', 'text', null, ['text'], ''],
])('reads %s', (...row) => {
  const [, msgtype, content, kinds, summary] = row;
  expect(partsOf({ msgtype, content }).map((one) => one.kind)).toEqual(kinds);
  expect(summaryOf({ msgtype, content })).toBe(summary);
});

it('takes the tags out of a text card, and keeps its lines', () => {
  const description = '<div class="gray">11月27日</div>订单 9 件<br>请尽快<script>alert(1)</script>';
  expect(partsOf({ msgtype: 'textcard', content: { title: 't', description, url: 'u' } })[0]).toMatchObject({
    text: '11月27日\n订单 9 件\n请尽快alert(1)',
  });
});

it('reads a template card with its buttons', () => {
  const content = {
    card_type: 'button_interaction',
    source: { desc: '沙箱优选' },
    main_title: { title: '到店提醒', desc: '林晓' },
    horizontal_content_list: [{ keyname: '订单', value: '1' }],
    task_id: 't1',
    button_list: [
      { text: '接单', style: 1, key: 'take' },
      { text: '稍后', style: 2, key: 'later' },
    ],
  };
  expect(partsOf({ msgtype: 'template_card', content })[0]).toEqual({
    kind: 'card',
    card: {
      source: '沙箱优选',
      title: '到店提醒',
      text: '林晓',
      emphasis: '',
      emphasisNote: '',
      rows: [['订单', '1']],
      taskId: 't1',
      questions: [],
      buttons: [
        { text: '接单', key: 'take', primary: true },
        { text: '稍后', key: 'later', primary: false },
      ],
      replaced: '',
    },
  });
});

it('reads the question of a vote, its button, and what took the place of the buttons', () => {
  const content = {
    card_type: 'vote_interaction',
    main_title: { title: '午班' },
    checkbox: { question_key: 'q', mode: 1, option_list: [{ id: 'a', text: '来' }] },
    submit_button: { text: '提交', key: 'submit' },
    replace_name: '已提交',
  };
  expect(partsOf({ msgtype: 'template_card', content })[0]).toMatchObject({
    card: {
      questions: [{ key: 'q', title: '', many: true, options: [{ id: 'a', text: '来' }] }],
      buttons: [{ text: '提交', key: 'submit', primary: true }],
      replaced: '已提交',
    },
  });
});
