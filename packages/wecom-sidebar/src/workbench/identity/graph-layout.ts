import type { Group, Node } from './evidence';
import { fitEnd, fitMiddle } from './fit-text';
import type { EvidenceState } from './types';
import { identifierStates, isPlatformId } from './words';

export type PlacedNode = {
  node: Node;
  side: 'left' | 'right';
  x: number;
  y: number;
  width: number;
  height: number;
  kindText: string;
  label: string;
};
/** A group of sightings: a dot, with how many where there are several. */
export type PlacedDot = { group: Group; x: number; y: number; radius: number };
export type PlacedLine = { id: string; groupId: string; key: string; state: EvidenceState; path: string };
export type Drawing = {
  width: number;
  height: number;
  nodes: PlacedNode[];
  dots: PlacedDot[];
  lines: PlacedLine[];
};

const NODE_HEIGHT = 46;
const ROW = 60;
const EDGE = 4;
/** The middle, where dots and lines are, never gets narrower than this. */
const MIDDLE = 84;
const WIDEST_NODE = 190;
/** Dots are placed on a grid as fine as the largest of them, so that they cannot touch. */
const SLOT = 26;
export const DOT = { one: 5, several: 11 };
export const TEXT = { kind: 12, label: 14, inset: 10 };

/**
 * Two columns of identifiers, platforms' on the left, and between them the sightings that show them together: the same graph is
 * always drawn the same, no label meets another, and it fits a phone. Where there is room the columns bend into an oval.
 */
export function draw(nodes: readonly Node[], groups: readonly Group[], width: number): Drawing {
  const [left, right] = columnsOf(nodes);
  const frame = frameOf({ left: left.length, right: right.length }, width);
  const rows = Math.max(left.length, right.length);
  const wanted = Math.ceil(groups.length / frame.lanes.length) * SLOT;
  const height = Math.max(rows * ROW, wanted) + 2 * EDGE;
  const placed = [
    ...placeColumn(left, 'left', { ...frame, height }),
    ...placeColumn(right, 'right', { ...frame, height }),
  ];
  const byKey = new Map(placed.map((one) => [one.node.key, one]));
  const dots = placeDots(groups, byKey, { ...frame, height });
  return { width, height, nodes: placed, dots, lines: dots.flatMap((dot) => linesOf(dot, byKey)) };
}

/** By kind; where that would leave one side far longer, the same order is cut in half. */
function columnsOf(nodes: readonly Node[]): [Node[], Node[]] {
  const platforms = nodes.filter(({ type }) => isPlatformId(type)).length;
  const isEven = platforms > 0 && platforms < nodes.length && Math.abs(nodes.length - 2 * platforms) <= 3;
  const cut = isEven ? platforms : Math.ceil(nodes.length / 2);
  return [nodes.slice(0, cut), nodes.slice(cut)];
}

type Frame = {
  width: number;
  nodeWidth: number;
  /** How far the ends of a column bend inwards. */
  bend: number;
  margin: number;
  /** The middles of the lanes that dots stand in. */
  lanes: number[];
};

function frameOf({ right }: { left: number; right: number }, width: number): Frame {
  const nodeWidth = Math.min(WIDEST_NODE, Math.floor((width - MIDDLE - 2 * EDGE) / 2));
  // A customer known by one thing: it stands in the middle with its sightings beside it.
  const margin = right === 0 ? Math.max(EDGE, (width - nodeWidth - MIDDLE) / 2) : EDGE;
  const spare = right === 0 ? 0 : width - 2 * (EDGE + nodeWidth) - 3 * MIDDLE;
  const bend = Math.min(96, Math.max(0, spare / 2));
  const from = margin + nodeWidth + bend;
  const to = right === 0 ? from + MIDDLE : width - from;
  return { width, nodeWidth, bend, margin, lanes: lanesBetween(from, to) };
}

/** An odd number of them: one is in the very middle. */
function lanesBetween(from: number, to: number): number[] {
  const fit = Math.floor((to - from) / SLOT);
  const count = Math.max(1, fit % 2 === 0 ? fit - 1 : fit);
  const middle = (from + to) / 2;
  return Array.from({ length: count }, (_, lane) => middle + (lane - (count - 1) / 2) * SLOT);
}

type Sheet = Frame & { height: number };

function placeColumn(nodes: readonly Node[], side: 'left' | 'right', sheet: Sheet): PlacedNode[] {
  const { width, nodeWidth, bend, margin, height } = sheet;
  const top = (height - nodes.length * ROW) / 2;
  return nodes.map((node, row) => {
    const y = top + row * ROW + (ROW - NODE_HEIGHT) / 2;
    const off = ((y + NODE_HEIGHT / 2) / height) * 2 - 1;
    const inwards = bend * (1 - Math.sqrt(1 - Math.min(1, off * off)));
    const x = side === 'left' ? margin + inwards : width - margin - nodeWidth - inwards;
    const room = nodeWidth - 2 * TEXT.inset;
    const { short } = identifierStates[node.state];
    const kindText = fitEnd(short ? `${short} · ${node.typeText}` : node.typeText, { size: TEXT.kind, room });
    const label = fitMiddle(node.label, { size: TEXT.label, room });
    return { node, side, x, y, width: nodeWidth, height: NODE_HEIGHT, kindText, label };
  });
}

type Anchor = { x: number; y: number };
const anchorOf = ({ side, x, y, width, height }: PlacedNode): Anchor => ({
  x: side === 'left' ? x + width : x,
  y: y + height / 2,
});
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** A dot on the very edge of its node would hide the line to it. */
const standOff = (placed: PlacedNode): Anchor => {
  const { x, y } = anchorOf(placed);
  return { x: placed.side === 'left' ? x + MIDDLE / 2 : x - MIDDLE / 2, y };
};

type ByKey = ReadonlyMap<string, PlacedNode>;

/** Each dot takes the free place of the grid that is nearest to the middle of what it joins. */
function placeDots(groups: readonly Group[], byKey: ByKey, { lanes, height }: Sheet): PlacedDot[] {
  const rows = Math.floor((height - 2 * EDGE) / SLOT);
  const top = (height - rows * SLOT) / 2 + SLOT / 2;
  const free = lanes.flatMap((x) => Array.from({ length: rows }, (_, row) => ({ x, y: top + row * SLOT })));
  const wanted = groups.map((group) => {
    const anchors = group.ends.flatMap(({ key }) => {
      const placed = byKey.get(key);
      return placed ? [standOff(placed)] : [];
    });
    return { group, x: mean(anchors.map(({ x }) => x)), y: mean(anchors.map(({ y }) => y)) };
  });
  // What joins most chooses first: it is what people look for.
  wanted.sort((a, b) => b.group.ends.length - a.group.ends.length || a.y - b.y);
  return wanted.map(({ group, x, y }) => {
    // Sideways costs less: a dot beside its row is still at its row.
    const cost = (slot: Anchor) => (slot.y - y) ** 2 + 0.3 * (slot.x - x) ** 2;
    const slot = free.reduce((best, each) => (cost(each) < cost(best) ? each : best), free[0] as Anchor);
    free.splice(free.indexOf(slot), 1);
    return { group, ...slot, radius: group.sightings.length > 1 ? DOT.several : DOT.one };
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;

function linesOf({ group, x, y }: PlacedDot, byKey: ByKey): PlacedLine[] {
  return group.ends.flatMap(({ key, state }) => {
    const placed = byKey.get(key);
    if (!placed) return [];
    const from = anchorOf(placed);
    return [{ id: lineId(group.id, key), groupId: group.id, key, state, path: curve(from, { x, y }) }];
  });
}
export const lineId = (groupId: string, key: string): string => `${groupId}|${key}`;

/** Leaves level and arrives level, so that lines to one node can be told apart. */
function curve(from: Anchor, to: Anchor): string {
  const half = (to.x - from.x) / 2;
  const [a, b] = [from.x + half, to.x - half];
  return `M${round(from.x)} ${round(from.y)}C${round(a)} ${round(from.y)} ${round(b)} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
}

/** Straight over the middle, for two identifiers whose sighting is not among those drawn. */
export function bridge(drawing: Drawing, from: string, to: string): string | null {
  const [a, b] = [from, to].map((key) => drawing.nodes.find(({ node }) => node.key === key));
  if (!a || !b) return null;
  const [start, end] = [anchorOf(a), anchorOf(b)];
  const middle = drawing.width / 2;
  return `M${round(start.x)} ${round(start.y)}C${middle} ${round(start.y)} ${middle} ${round(end.y)} ${round(end.x)} ${round(end.y)}`;
}

/** The node that an arrow key leads to. */
export function neighbour(drawing: Drawing, key: string, arrow: string): string | null {
  const here = drawing.nodes.find(({ node }) => node.key === key);
  if (!here) return null;
  const column = drawing.nodes.filter(({ side }) => side === here.side);
  const row = column.indexOf(here);
  if (arrow === 'ArrowUp') return column[row - 1]?.node.key ?? null;
  if (arrow === 'ArrowDown') return column[row + 1]?.node.key ?? null;
  if (arrow !== (here.side === 'left' ? 'ArrowRight' : 'ArrowLeft')) return null;
  const others = drawing.nodes.filter(({ side }) => side !== here.side);
  others.sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y));
  return others[0]?.node.key ?? null;
}
