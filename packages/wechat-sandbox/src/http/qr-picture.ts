import { toBuffer } from 'qrcode';
import { reply } from './message';
import type { Outgoing } from './message';

const USUAL_WIDTH = 430;
/** Two colours gain nothing from PNG's filters, and trying them takes most of the time. */
const rendererOpts: Record<string, number> = { filterType: 0, deflateLevel: 6, deflateStrategy: 0 };

/** A QR code as PNG, `width` pixels wide. */
export async function qrPicture(text: string, width = USUAL_WIDTH): Promise<Outgoing> {
  return reply(200, 'image/png', await toBuffer(text, { type: 'png', width, margin: 2, rendererOpts }));
}
