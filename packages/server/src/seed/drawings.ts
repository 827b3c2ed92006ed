import { drawBottom, drawSkirt } from './draw-bottoms';
import type { Bottom, Skirt } from './draw-bottoms';
import { drawDress } from './draw-dresses';
import type { Dress } from './draw-dresses';
import { drawBag } from './draw-bags';
import type { Bag } from './draw-bags';
import { drawAccessory } from './draw-small';
import type { Accessory } from './draw-small';
import { drawTop } from './draw-tops';
import type { Top } from './draw-tops';
import type { Ink } from './palette';

type Garment =
  | { top: Top }
  | { bottom: Bottom }
  | { skirt: Skirt }
  | { dress: Dress }
  | { accessory: Accessory }
  | { bag: Bag };

/** What each product of the demo shop looks like. */
export const DRAWINGS: Record<string, Garment> = {
  P001: { top: { neck: 'crew', sleeve: 'short', hem: 586, half: 122 } },
  P002: { top: { neck: 'boat', sleeve: 'long', hem: 576, half: 116, pattern: 'stripes' } },
  P003: { top: { neck: 'hood', sleeve: 'wide', hem: 584, half: 130, ribbed: true, extra: 'print' } },
  P004: { top: { neck: 'shirt', sleeve: 'long', hem: 606, half: 132, front: 'buttons' } },
  P005: { top: { neck: 'shirt', sleeve: 'long', hem: 596, half: 124, front: 'buttons', extra: 'pocket' } },
  P006: { top: { neck: 'shirt', sleeve: 'wide', hem: 600, half: 128, front: 'buttons', pattern: 'check' } },
  P007: { top: { neck: 'crew', sleeve: 'wide', hem: 572, half: 126, pattern: 'cable', ribbed: true } },
  P008: { top: { neck: 'turtle', sleeve: 'long', hem: 574, half: 110, pattern: 'rib' } },
  P009: {
    top: {
      neck: 'v',
      sleeve: 'long',
      hem: 570,
      half: 122,
      front: 'buttons',
      pattern: 'argyle',
      ribbed: true,
    },
  },
  P010: { dress: { cut: 'shirt' } },
  P011: { dress: { cut: 'tea' } },
  P012: { skirt: { cut: 'pleated', hem: 586 } },
  P013: { skirt: { cut: 'aline', hem: 560 } },
  P014: { bottom: { cut: 'straight', style: 'jeans' } },
  P015: { bottom: { cut: 'wide', style: 'suit' } },
  P016: { bottom: { cut: 'tapered', style: 'knit' } },
  P017: { top: { neck: 'lapel', sleeve: 'long', hem: 662, half: 146, front: 'double', extra: 'flaps' } },
  P018: { top: { neck: 'stand', sleeve: 'wide', hem: 560, half: 130, front: 'zip', pattern: 'quilt' } },
  P019: { top: { neck: 'lapel', sleeve: 'long', hem: 656, half: 152, front: 'double', extra: 'belt' } },
  P020: { top: { neck: 'shirt', sleeve: 'wide', hem: 530, half: 124, front: 'buttons', pattern: 'rib' } },
  P021: { accessory: 'scarf' },
  P022: { accessory: 'beanie' },
  P023: { accessory: 'belt' },
  P024: { accessory: 'socks' },
  P025: { bag: 'tote' },
  P026: { bag: 'bucket' },
  P027: { bag: 'crossbody' },
  P028: { top: { neck: 'shirt', sleeve: 'short', hem: 580, half: 128, front: 'buttons' } },
};

export function drawGarment(productId: string, ink: Ink): string {
  const garment = DRAWINGS[productId];
  if (!garment) throw new Error(`no drawing for ${productId}`);
  if ('top' in garment) return drawTop(garment.top, ink);
  if ('bottom' in garment) return drawBottom(garment.bottom, ink);
  if ('skirt' in garment) return drawSkirt(garment.skirt, ink);
  if ('dress' in garment) return drawDress(garment.dress, ink);
  return 'bag' in garment ? drawBag(garment.bag, ink) : drawAccessory(garment.accessory, ink);
}
