export type Child = Node | string;

export function node(tag: string, className: string, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

export function button(text: string, onClick: () => Promise<unknown>): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', () => {
    made.disabled = true;
    void onClick().finally(() => {
      made.disabled = false;
    });
  });
  return made;
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const shown = new Map<string, string>();

/** Rebuilds a part of the page only when what it shows has changed, so that selections and open rows survive. */
export function redraw(id: string, data: unknown, draw: () => Child[]): void {
  const print = JSON.stringify(data);
  if (shown.get(id) === print) return;
  shown.set(id, print);
  byId(id).replaceChildren(...draw());
}

export function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString('zh-CN', { hour12: false });
}

export function yuan(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}
