import { ask } from './backend';
import { WxFailure, wxApi } from './call';
import { showScanSheet } from './scan-sheet';

type SceneCode = { scene: string; page: string; text: string };

/** A mini-program code of our own has a `path`, as on a phone; any other code has only its text. */
export const scanCode = wxApi('scanCode', async () => {
  const codes = (await ask<SceneCode[]>('/control/scene-codes')).reverse();
  const text = await showScanSheet(
    codes.map((code) => ({ title: code.page || '首页', detail: `scene=${code.scene}`, text: code.text })),
  );
  if (text === null) throw new WxFailure('cancel');
  const code = /^wxacode:([^?]*)\?scene=(.+)$/.exec(text);
  const common = { result: text, charSet: 'utf-8', rawData: base64(text) };
  if (!code) return { ...common, scanType: 'QR_CODE', path: '' };
  return { ...common, scanType: 'WX_CODE', path: `${code[1]}?scene=${encodeURIComponent(code[2] ?? '')}` };
});

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
