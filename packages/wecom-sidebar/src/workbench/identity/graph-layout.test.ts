import { groupsOf } from './evidence';
import type { Node } from './evidence';
import { textWidth } from './fit-text';
import { bridge, draw, neighbour, TEXT } from './graph-layout';
import type { Drawing } from './graph-layout';
import type { EvidenceState, Kind, Sighting } from './types';

const kinds: Kind[] = [
  'unionid',
  'mp_openid',
  'external_userid',
  'member_no',
  'pos_card',
  'phone',
  'email',
  'device',
];
const labels = [
  'oUz81k…f3Qa',
  '138****8001',
  'l***@a-long-example-company.com',
  '抖音买家 dy_8…72',
  'WWWWMMMM…WWWW',
];

const nodesFor = (count: number): Node[] =>
  Array.from({ length: count }, (_, at) => ({
    key: `${kinds[at % kinds.length]}:${at}`,
    type: kinds[at % kinds.length] as Kind,
    typeText: '企业微信外部联系人',
    label: labels[at % labels.length] as string,
    state: at % 5 === 3 ? 'shared' : 'followed',
  }));

/** Every identifier with the next, and some with one far away: no two groups alike. */
const sightingsFor = (nodes: readonly Node[], many: number): Sighting[] =>
  Array.from({ length: many }, (_, at) => {
    const [one, other] = [nodes[at % nodes.length], nodes[(at * 7 + 1) % nodes.length]] as [Node, Node];
    const keys = [...new Set([one.key, other.key])];
    const state: EvidenceState = at % 4 === 0 ? 'hint' : 'followed';
    return {
      sightingId: `s${at}`,
      at: new Date(Date.UTC(2026, 0, 1) + at * 3600_000).toISOString(),
      source: 'pos',
      sourceText: '线下小票',
      ref: null,
      evidence: keys.map((key) => ({ key, isVerified: false, state, stateText: '' })),
    };
  });

const drawn = (count: number, many: number, width: number): Drawing => {
  const nodes = nodesFor(count);
  return draw(nodes, groupsOf(sightingsFor(nodes, many)), width);
};

type Box = { x: number; y: number; width: number; height: number };
const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const boxOf = ({ x, y, radius }: Drawing['dots'][number]): Box => ({
  x: x - radius,
  y: y - radius,
  width: 2 * radius,
  height: 2 * radius,
});
const pairs = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((a, at) => items.slice(at + 1).map((b): [T, T] => [a, b]));

describe.each([
  [1, 3],
  [2, 2],
  [3, 9],
  [12, 40],
  [60, 240],
])('a graph of %p identifiers and %p sightings', (count, many) => {
  describe.each([309, 343, 700, 1008])('on a place %p px wide', (width) => {
    const drawing = drawn(count, many, width);
    const boxes = [...drawing.nodes, ...drawing.dots.map(boxOf)];

    it('shows every identifier and every group of sightings', () => {
      expect(drawing.nodes).toHaveLength(count);
      expect(drawing.dots).toHaveLength(groupsOf(sightingsFor(nodesFor(count), many)).length);
    });

    it('lets nothing touch anything else', () => {
      expect(pairs(boxes).filter(([a, b]) => meet(a, b))).toEqual([]);
    });

    it('stays inside', () => {
      const outside = boxes.filter(
        ({ x, y, width: w, height: h }) => x < 0 || y < 0 || x + w > width || y + h > drawing.height,
      );
      expect(outside).toEqual([]);
    });

    it('keeps labels within their nodes', () => {
      for (const { kindText, label, width: room } of drawing.nodes) {
        expect(textWidth(kindText, TEXT.kind)).toBeLessThanOrEqual(room - 2 * TEXT.inset);
        expect(textWidth(label, TEXT.label)).toBeLessThanOrEqual(room - 2 * TEXT.inset);
      }
    });

    it('leaves a finger room on each node', () => {
      for (const node of drawing.nodes) {
        expect(node.height).toBeGreaterThanOrEqual(44);
        expect(node.width).toBeGreaterThanOrEqual(44);
      }
    });
  });
});

describe('a drawing', () => {
  it('is the same for the same graph, in whatever order its sightings come', () => {
    const nodes = nodesFor(12);
    const sightings = sightingsFor(nodes, 40);
    expect(draw(nodes, groupsOf([...sightings].reverse()), 343)).toEqual(
      draw(nodes, groupsOf(sightings), 343),
    );
  });

  it('has the ids of platforms on the left where that is about half', () => {
    const sides = drawn(8, 8, 343).nodes.map(({ node, side }) => [node.type, side]);
    expect(sides).toEqual(kinds.map((type, at) => [type, at < 3 ? 'left' : 'right']));
  });

  it('has both sides even when there are no ids of platforms', () => {
    const cards = Array.from({ length: 6 }, (_, at): Node => ({
      ...(nodesFor(5)[4] as Node),
      key: `pos_card:${at}`,
    }));
    const { nodes } = draw(cards, [], 343);
    expect(nodes.filter(({ side }) => side === 'left')).toHaveLength(3);
  });

  it('bends into an oval only where there is room', () => {
    const lefts = (width: number) =>
      drawn(12, 12, width)
        .nodes.filter(({ side }) => side === 'left')
        .map(({ x }) => x);
    expect(new Set(lefts(343)).size).toBe(1);
    const [first = 0, , middle = 0] = lefts(1008);
    expect(first).toBeGreaterThan(middle);
  });

  it('has a line for each end of each group', () => {
    const { dots, lines } = drawn(12, 40, 343);
    expect(lines).toHaveLength(dots.reduce((sum, { group }) => sum + group.ends.length, 0));
  });

  it('of nobody is empty', () => {
    expect(draw([], [], 343)).toMatchObject({ nodes: [], dots: [], lines: [] });
  });

  it('bridges two identifiers whose sighting is not drawn, and no others', () => {
    const drawing = drawn(2, 0, 343);
    const [a, b] = drawing.nodes.map(({ node }) => node.key) as [string, string];
    expect(bridge(drawing, a, b)).toMatch(/^M[\d.]+ [\d.]+C/);
    expect(bridge(drawing, a, 'phone:gone')).toBeNull();
  });
});

describe('an arrow key', () => {
  const drawing = drawn(8, 8, 343);
  const [first, second] = drawing.nodes.filter(({ side }) => side === 'left').map(({ node }) => node.key) as [
    string,
    string,
  ];
  it('moves along a column and stops at its ends', () => {
    expect(neighbour(drawing, first, 'ArrowDown')).toBe(second);
    expect(neighbour(drawing, second, 'ArrowUp')).toBe(first);
    expect(neighbour(drawing, first, 'ArrowUp')).toBeNull();
  });
  it('crosses to the other column and back', () => {
    const across = neighbour(drawing, first, 'ArrowRight') as string;
    expect(drawing.nodes.find(({ node }) => node.key === across)?.side).toBe('right');
    expect(neighbour(drawing, across, 'ArrowLeft')).toBe(first);
    expect(neighbour(drawing, first, 'ArrowLeft')).toBeNull();
    expect(neighbour(drawing, first, 'a')).toBeNull();
  });
});
