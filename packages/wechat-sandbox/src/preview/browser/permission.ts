import { previewContext } from './backend';
import type { Child } from './sheet';
import { fromLine, heading, showSheet } from './sheet';

/** A permission sheet of the mini-program: 拒绝 and 允许. */
export async function askPermission(asks: {
  label: string;
  wants: string;
  content: Child[];
}): Promise<boolean> {
  const { miniProgram } = await previewContext();
  return showSheet<boolean>({
    label: asks.label,
    content: [fromLine(miniProgram.name, '申请'), heading(asks.wants), ...asks.content],
    buttons: [
      { text: '拒绝', testId: 'sandbox-deny', value: false },
      { text: '允许', testId: 'sandbox-allow', value: true, primary: true },
    ],
    cancelled: false,
  });
}
