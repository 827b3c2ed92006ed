/** How wide a character is drawn, in parts of the font size: on the wide side, since every device has a font of its own. */
function widthOf(char: string): number {
  if (/[\u2e80-\uffff…]/.test(char)) return 1;
  if (/[A-Z@%&MWmw]/.test(char)) return 0.8;
  return /[ilj.,:;|!'()·]/.test(char) ? 0.36 : 0.6;
}
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, char) => sum + widthOf(char), 0) * size;

const TAIL = 4;

/** The longest beginning that still fits before the rest. */
function headFor(head: string, rest: string, { size, room }: Room): string | null {
  const chars = [...head];
  for (let length = chars.length; length > 0; length -= 1) {
    const text = chars.slice(0, length).join('') + rest;
    if (textWidth(text, size) <= room) return text;
  }
  return null;
}

type Room = { size: number; room: number };

/** For kinds and names: left out is the end. */
export function fitEnd(text: string, place: Room): string {
  if (textWidth(text, place.size) <= place.room) return text;
  return headFor(text, '…', place) ?? '…';
}

/** For ids and numbers: left out is the middle, since they are told apart by their last characters. */
export function fitMiddle(text: string, place: Room): string {
  if (textWidth(text, place.size) <= place.room) return text;
  // The server has shortened long ids already: one gap is enough.
  const gap = text.indexOf('…');
  const chars = [...text];
  const [head, tail] =
    gap >= 0
      ? [text.slice(0, gap), text.slice(gap + 1)]
      : [chars.slice(0, -TAIL).join(''), chars.slice(-TAIL).join('')];
  return headFor(head, `…${tail}`, place) ?? fitEnd(text, place);
}
