import type { Opened } from '../../../miniprogram/open-link';
import type { ScanResult } from '../../../pay/request-payment';
import type { Scanned } from '../../../wecom/contact-ways/scanning';
import type { CodeView } from '../../types';
import { app, closeDialog, openDialog, toast } from '../app';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { icon } from '../icons';
import type { IconName } from '../icons';
import { act, fetched, post, refetch } from '../server';
import { button, dialogForm, empty, fact, field, loading } from '../widgets';
import { contactWords, kindOfCode, openedWords, payWords } from './scanned';
import type { Shopper } from './phone';

const CODES = 'screen/codes';
const KINDS: Record<CodeView['kind'], [string, IconName]> = {
  'mini-program': ['小程序码', 'scan'],
  link: ['链接', 'link'],
  'official-account': ['公众号二维码', 'star'],
  contact: ['联系我', 'person'],
  group: ['加入群聊', 'group'],
  pay: ['付款码', 'wallet'],
};

/** Holds a code before somebody's camera: typed in, or one of those made so far. */
export function askToScan(who: Shopper): void {
  app.drafts.scan = '';
  void refetch(CODES);
  openDialog({ title: `${who.name}扫一扫`, wide: true, body: () => scanForm(who) });
}

function scanForm(who: Shopper): Vnode {
  const { value, failed } = fetched<CodeView[]>(CODES);
  return h(
    'div',
    null,
    dialogForm(
      '扫描',
      () => scan(who, (app.drafts.scan ?? '').trim()),
      field({
        name: 'scan',
        label: '码里的内容',
        placeholder: '粘贴任何码的内容、图片地址或链接',
        props: { required: true },
      }),
    ),
    h('h3', null, '做过的码'),
    value === undefined ? (failed ? empty('scan', '读不到', failed) : loading()) : codeList(who, value),
  );
}

function codeList(who: Shopper, codes: CodeView[]): Child {
  if (codes.length === 0)
    return empty('scan', '还没有码', '服务端做的小程序码、联系我、公众号和付款的码会列在这里。');
  return h(
    'ul',
    { class: 'code-list' },
    codes.map((code) => {
      const [name, symbol] = KINDS[code.kind];
      const choose = (): void => {
        closeDialog();
        scan(who, code.text);
      };
      return h(
        'li',
        { key: `${code.kind} ${code.text}` },
        h(
          'button',
          { type: 'button', class: 'act', onClick: choose },
          h('span', { class: 'act-icon' }, icon(symbol)),
          h(
            'span',
            null,
            h('strong', null, code.title, ' ', h('span', { class: 'tag' }, name)),
            h('small', null, code.note),
          ),
        ),
      );
    }),
  );
}

function scan(who: Shopper, text: string): void {
  const kind = kindOfCode(text);
  if (kind === 'pay') askToPay(who, text);
  else if (kind === 'contact') scanContact(who, text);
  else open(who, text);
}

/** The phone shows the code's order and asks; what it costs is only known once the wallet is asked. */
function askToPay(who: Shopper, codeUrl: string): void {
  const decide = (cancel: boolean): void => {
    closeDialog();
    void act('scan-pay', async () => {
      const result = await post<ScanResult>(`control/shoppers/${who.id}/scan-pay`, { codeUrl, cancel });
      const { good, words } = payWords(result);
      toast(words, good ? 'good' : 'bad');
    });
  };
  openDialog({
    title: `${who.name}扫了付款码`,
    body: () =>
      h(
        'div',
        { class: 'dialog-form' },
        h('pre', { class: 'block', tabindex: '0', 'aria-label': '付款码' }, codeUrl),
        h(
          'div',
          { class: 'dialog-buttons' },
          button({ text: '取消支付', onClick: () => decide(true) }),
          button({ text: '确认支付', look: 'primary', onClick: () => decide(false) }),
        ),
      ),
  });
}

function scanContact(who: Shopper, qrCode: string): void {
  const nameOf = (userid: string): string =>
    app.data?.people.staff.find((member) => member.userid === userid)?.name ?? userid;
  void act(
    'scan',
    () => post<Scanned | { status: 'joined' }>(`control/shoppers/${who.id}/scan-contact-way`, { qrCode }),
    (scanned) => contactWords(scanned, nameOf),
  );
}

function open(who: Shopper, text: string): void {
  void act('scan', async () => {
    const opened = await post<Opened>(`control/shoppers/${who.id}/scan`, { text });
    if (opened.opened === 'mini-program') return showMiniProgram(opened);
    const { good, words } = openedWords(opened);
    toast(words, good ? 'good' : 'bad');
  });
}

function showMiniProgram({
  page,
  query,
  scene,
  envVersion,
}: Extract<Opened, { opened: 'mini-program' }>): void {
  openDialog({
    title: '打开了小程序',
    body: () =>
      h(
        'dl',
        { class: 'facts' },
        fact('path', page || '（首页）'),
        fact('query', query || '（无）'),
        scene === undefined ? null : fact('scene', String(scene)),
        fact('envVersion', envVersion),
      ),
  });
}
