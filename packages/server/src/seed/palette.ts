/** The colours of the demo shop: what people read, what SKU ids and file names say, and the cloth itself. */
export const COLOURS = {
  WHITE: { name: '米白', cloth: '#f3ecdf', ground: '#e4dccb' },
  OAT: { name: '燕麦', cloth: '#dbcbb0', ground: '#efe7d8' },
  CAMEL: { name: '驼色', cloth: '#bd9062', ground: '#f0e5d6' },
  BROWN: { name: '栗棕', cloth: '#77543e', ground: '#eee2d5' },
  RUST: { name: '赤陶', cloth: '#b4603f', ground: '#f3e3d8' },
  WINE: { name: '酒红', cloth: '#7d3a43', ground: '#f1e1dd' },
  PINK: { name: '藕粉', cloth: '#d9b3a8', ground: '#f4e8e2' },
  YELLOW: { name: '姜黄', cloth: '#d0a254', ground: '#f5ecd6' },
  OLIVE: { name: '苔绿', cloth: '#858c66', ground: '#e8e9da' },
  GREEN: { name: '松绿', cloth: '#3f614e', ground: '#dfe8df' },
  BLUE: { name: '雾蓝', cloth: '#8ea7b9', ground: '#e3eaee' },
  DENIM: { name: '丹宁蓝', cloth: '#587593', ground: '#e0e8ee' },
  NAVY: { name: '藏青', cloth: '#2f3f57', ground: '#dfe4ea' },
  GREY: { name: '雾灰', cloth: '#a9aca6', ground: '#e9e9e4' },
  BLACK: { name: '墨黑', cloth: '#343836', ground: '#e3e3de' },
} as const;
export type ColourCode = keyof typeof COLOURS;

const channels = (hex: string): [number, number, number] => {
  const number = Number.parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
};

/** `share` of `with` in the mixture. */
export function mix(hex: string, other: string, share: number): string {
  const [a, b] = [channels(hex), channels(other)];
  const mixed = a.map((value, i) => Math.round(value + ((b[i] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** 0 black … 1 white, as the eye weighs it. */
const brightness = (hex: string): number => {
  const [r, g, b] = channels(hex);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
};

/** One cloth under one light: the cloth, its shadow side, its lit side, and the line a designer draws around it. */
export type Ink = { cloth: string; shade: string; light: string; line: string; ground: string };

export function inkOf(code: ColourCode): Ink {
  const { cloth, ground } = COLOURS[code];
  const dark = brightness(cloth) < 0.36;
  return {
    cloth,
    ground,
    shade: mix(cloth, '#1d2a24', dark ? 0.3 : 0.13),
    light: mix(cloth, '#fffdf9', dark ? 0.13 : 0.35),
    line: dark ? mix(cloth, '#0b1210', 0.62) : mix(cloth, '#1d2a24', 0.58),
  };
}
