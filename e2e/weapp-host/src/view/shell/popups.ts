type Options = Record<string, unknown>;
const text = (options: Options, name: string, otherwise = ''): string => String(options[name] ?? otherwise);

/** Toast, loading, modal, action sheet and picker sheet: one layer each over the whole screen. */
export class Popups {
  private toast: { layer: HTMLElement; timer: number | undefined; loading: boolean } | null = null;
  /** The open modal: the automator's `confirmModal` and `cancelModal` press its buttons. */
  private modal: HTMLElement | null = null;

  constructor(private readonly phone: HTMLElement) {}

  /** https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showToast.html: 1500 ms unless told otherwise. */
  showToast(options: Options): void {
    this.openToast(text(options, 'title'), {
      sign: SIGNS[text(options, 'icon', 'success')] ?? '',
      loading: false,
    });
    const close = () => this.hideToast();
    if (this.toast !== null) this.toast.timer = window.setTimeout(close, Number(options.duration ?? 1500));
  }

  showLoading(options: Options): void {
    this.openToast(text(options, 'title'), { sign: '◌', loading: true });
  }

  hideToast(): void {
    clearTimeout(this.toast?.timer);
    this.toast?.layer.remove();
    this.toast = null;
  }

  showModal(options: Options): Promise<Options> {
    const layer = this.layer('dim', 'modal');
    const field = options.editable === true ? make('input', {}) : null;
    if (field !== null) field.placeholder = text(options, 'placeholderText');
    return new Promise((resolve) => {
      const answer = (confirm: boolean) => () => {
        layer.remove();
        this.modal = null;
        resolve({ confirm, cancel: !confirm, content: confirm && field !== null ? field.value : null });
      };
      const cancel = make('button', {
        className: 'cancel',
        textContent: text(options, 'cancelText', '取消'),
        onclick: answer(false),
      });
      const confirm = make('button', {
        className: 'confirm',
        textContent: text(options, 'confirmText', '确定'),
        onclick: answer(true),
      });
      confirm.style.color = text(options, 'confirmColor', '#576b95');
      cancel.style.color = text(options, 'cancelColor', '#000');
      const footer = make('footer', {});
      footer.append(...(options.showCancel === false ? [confirm] : [cancel, confirm]));
      const parts = [
        make('h3', { textContent: text(options, 'title') }),
        make('p', { textContent: text(options, 'content') }),
      ];
      layer.firstElementChild?.append(...parts, ...(field === null ? [] : [field]), footer);
      this.modal = layer;
    });
  }

  /** Presses a button of the open modal; refuses when none is open. */
  pressModal(button: 'confirm' | 'cancel'): void {
    const found = this.modal?.querySelector<HTMLElement>(`.${button}`);
    if (found === null || found === undefined) throw new Error('no modal is open');
    found.click();
  }

  /** Answers `{ tapIndex }`, or nothing when it is closed. */
  showActionSheet(options: Options): Promise<Options> {
    const layer = this.layer('dim bottom', 'sheet');
    return new Promise((resolve) => {
      const choose = (answer: Options) => () => {
        layer.remove();
        resolve(answer);
      };
      const items = (options.itemList as string[]).map((item, tapIndex) =>
        make('button', { className: 'item', textContent: item, onclick: choose({ tapIndex }) }),
      );
      const cancel = make('button', { className: 'cancel', textContent: '取消', onclick: choose({}) });
      layer.firstElementChild?.append(...items, cancel);
    });
  }

  /** One list a column; answers the chosen indexes, or null. */
  choose(columns: string[][], chosen: number[]): Promise<number[] | null> {
    const layer = this.layer('dim bottom', 'sheet');
    const lists = columns.map((words, index) => {
      const list = make('select', { size: 6 });
      list.append(...words.map((word) => make('option', { textContent: word })));
      list.selectedIndex = chosen[index] ?? 0;
      return list;
    });
    const row = make('div', { className: 'columns' });
    row.append(...lists);
    return new Promise((resolve) => {
      const close = (answer: () => number[] | null) => () => {
        layer.remove();
        resolve(answer());
      };
      const confirm = make('button', {
        className: 'confirm',
        textContent: '确定',
        onclick: close(() => lists.map((it) => it.selectedIndex)),
      });
      const cancel = make('button', { className: 'cancel', textContent: '取消', onclick: close(() => null) });
      layer.firstElementChild?.append(row, confirm, cancel);
    });
  }

  /** Pictures over the whole screen: a tap closes them, the arrows go on and back. */
  showPictures(addresses: string[], first: number): void {
    const layer = this.layer('dim pictures', 'preview');
    const picture = make('img', { alt: '' });
    const count = make('span', {});
    let at = first;
    const show = (index: number) => {
      at = Math.min(Math.max(index, 0), addresses.length - 1);
      picture.src = addresses[at] ?? '';
      count.textContent = `${at + 1}/${addresses.length}`;
    };
    const turn = (by: number) => (event: Event) => {
      event.stopPropagation();
      show(at + by);
    };
    layer.onclick = () => layer.remove();
    const back = make('button', { className: 'back', textContent: '‹', onclick: turn(-1) });
    const on = make('button', { className: 'on', textContent: '›', onclick: turn(1) });
    layer.firstElementChild?.append(back, picture, on, count);
    show(first);
  }

  private openToast(title: string, { sign, loading }: { sign: string; loading: boolean }): void {
    this.hideToast();
    const layer = this.layer('through', 'toast');
    const words = make('span', { textContent: title });
    layer.firstElementChild?.append(...(sign === '' ? [] : [make('b', { textContent: sign })]), words);
    this.toast = { layer, timer: undefined, loading };
  }

  private layer(kind: string, box: string): HTMLElement {
    const layer = make('div', { className: `layer ${kind}` });
    layer.append(make('div', { className: box }));
    this.phone.append(layer);
    return layer;
  }
}

const SIGNS: Record<string, string> = { success: '✓', error: '✕', loading: '◌', none: '' };

export function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  fields: Partial<HTMLElementTagNameMap[T]>,
): HTMLElementTagNameMap[T] {
  return Object.assign(document.createElement(tag), fields);
}
