import { element, heading, item, list, paragraph, showSheet } from './sheet';

export type Scannable = { title: string; detail: string; text: string };

/** In place of a camera: what could be scanned is listed, anything else can be typed. Null when closed. */
export function showScanSheet(known: Scannable[]): Promise<string | null> {
  const input = element('input', {
    className: 'wxs-input',
    attributes: {
      type: 'text',
      'aria-label': '码的内容',
      placeholder: '输入码的内容',
      autocomplete: 'off',
      'data-testid': 'sandbox-scan-input',
    },
  });
  return showSheet<string | null>(
    {
      label: '扫一扫',
      content: [heading('扫一扫'), paragraph('沙箱没有摄像头：输入码的内容，或选择一个已生成的小程序码。')],
      buttons: [{ text: '取消', testId: 'sandbox-cancel', value: null }],
      cancelled: null,
    },
    (close) => {
      const submit = (): void => {
        if (input.value.trim() !== '') close(input.value.trim());
      };
      input.addEventListener('keydown', (event) => {
        if (event.key === 'Enter') submit();
      });
      const button = element('button', {
        className: 'wxs-button wxs-primary',
        text: '确定',
        attributes: { type: 'button', 'data-testid': 'sandbox-scan-submit' },
        onClick: submit,
      });
      const rows = known.map((one, index) => {
        const row = item(one.title, one.detail, `sandbox-scan-code-${index}`);
        row.addEventListener('click', () => close(one.text));
        return row;
      });
      return [element('div', { className: 'wxs-field', children: [input, button] }), list(rows)];
    },
  );
}
