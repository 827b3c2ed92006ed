import type { BuiltIn, ViewNode } from '../node';
import type { PageView } from '../page';

type Marker = {
  id?: number;
  latitude: number;
  longitude: number;
  title?: string;
  label?: { content: string };
};

/** Pixels per degree at WeChat's default scale 16, roughly: enough to tell pins apart. */
const PIXELS_PER_DEGREE = 12_000;

/** A sheet of paper with pins: nothing is loaded from a map service. */
const map: BuiltIn = (node, page) => ({
  attribute: () => {
    const markers = (node.attributes.get('markers') ?? []) as Marker[];
    node.element.replaceChildren(...markers.map((marker) => drawPin(page, node, marker)));
  },
});

function drawPin(page: PageView, node: ViewNode, marker: Marker): HTMLElement {
  const pin = page.document.createElement('span');
  pin.className = 'pin';
  pin.textContent = `📍${marker.title ?? marker.label?.content ?? ''}`;
  const right = (marker.longitude - node.number('longitude', marker.longitude)) * PIXELS_PER_DEGREE;
  const down = (node.number('latitude', marker.latitude) - marker.latitude) * PIXELS_PER_DEGREE;
  pin.style.left = `calc(50% + ${right}px)`;
  pin.style.top = `calc(50% + ${down}px)`;
  pin.addEventListener('click', (event) => {
    event.stopPropagation();
    page.emit(node, { type: 'markertap', detail: { markerId: marker.id } });
  });
  return pin;
}

/** Shows what the service has drawn. */
const canvas: BuiltIn = (node, page) => {
  const surface = page.document.createElement('canvas');
  node.element.append(surface);
  return {};
};

export const drawings: Record<string, BuiltIn> = { map, canvas };
