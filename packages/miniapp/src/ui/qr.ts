import qrcode from 'qrcode-generator';

const DOT_PIXELS = 8;
const QUIET_DOTS = 2;

/** A QR code as a picture address that both weapp and browsers draw. `0` lets the library choose the smallest size. */
export function qrImage(text: string): string {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  return code.createDataURL(DOT_PIXELS, QUIET_DOTS * DOT_PIXELS);
}
