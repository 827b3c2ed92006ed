import type { BuiltIn, ViewNode } from '../node';
import type { PageView } from '../page';

/** https://developers.weixin.qq.com/miniprogram/dev/component/image.html: mode → background-size and -position. */
const MODES: Record<string, [size: string, position: string]> = {
  scaleToFill: ['100% 100%', '0 0'],
  aspectFit: ['contain', 'center'],
  aspectFill: ['cover', 'center'],
  widthFix: ['100% 100%', '0 0'],
  heightFix: ['100% 100%', '0 0'],
  top: ['auto', 'center top'],
  bottom: ['auto', 'center bottom'],
  center: ['auto', 'center'],
  left: ['auto', 'left center'],
  right: ['auto', 'right center'],
  'top left': ['auto', 'left top'],
  'top right': ['auto', 'right top'],
  'bottom left': ['auto', 'left bottom'],
  'bottom right': ['auto', 'right bottom'],
};

const image: BuiltIn = (node, page) => {
  const shown = page.document.createElement('div');
  const loader = page.document.createElement('img');
  node.element.append(shown, loader);
  loader.addEventListener('load', () => {
    const { naturalWidth: width, naturalHeight: height } = loader;
    fix(node, width / height);
    page.emit(node, { type: 'load', detail: { width, height } });
  });
  loader.addEventListener('error', () =>
    page.emit(node, { type: 'error', detail: { errMsg: `GET ${node.text('src')} net::ERR_FAILED` } }),
  );
  const load = (source: string) => {
    const address = source === '' ? '' : page.parts.resolve(source);
    if (address === '') loader.removeAttribute('src');
    else loader.src = address;
    shown.style.backgroundImage = address === '' ? '' : `url("${address}")`;
  };
  let stopWaiting: () => void = () => undefined;
  return {
    removed: () => stopWaiting(),
    attribute: (name) => {
      const mode = node.text('mode', 'scaleToFill');
      const [size, position] = MODES[mode] ?? ['100% 100%', '0 0'];
      Object.assign(shown.style, { backgroundSize: size, backgroundPosition: position });
      if (name !== 'src') return;
      const source = node.text('src');
      stopWaiting();
      // After the batch: `lazy-load` may come behind `src`.
      queueMicrotask(() => {
        if (node.text('src') !== source) return;
        if (source !== '' && node.flag('lazy-load')) stopWaiting = whenNear(node, page, () => load(source));
        else load(source);
      });
    },
    slot: shown,
  };
};

/** `lazy-load`: three screens around what is seen. Answers how to stop waiting. */
function whenNear(node: ViewNode, page: PageView, run: () => void): () => void {
  const seen: IntersectionObserverCallback = (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    run();
  };
  const observer = new page.window.IntersectionObserver(seen, {
    root: page.document,
    rootMargin: `${3 * page.window.innerHeight}px`,
  });
  observer.observe(node.element);
  return () => observer.disconnect();
}

/** `widthFix` makes the height follow the picture, `heightFix` the width. */
function fix(node: ViewNode, ratio: number): void {
  const { element } = node;
  const mode = node.text('mode');
  if (mode === 'widthFix') element.style.height = `${element.clientWidth / ratio}px`;
  else if (mode === 'heightFix') element.style.width = `${element.clientHeight * ratio}px`;
}

const coverImage: BuiltIn = (node, page) => {
  const img = page.document.createElement('img');
  node.element.append(img);
  img.addEventListener('load', () => page.emit(node, { type: 'load', detail: {} }));
  return {
    attribute: (name, value) => {
      if (name === 'src') img.src = page.parts.resolve(String(value ?? ''));
    },
  };
};

/** Only its place: nothing is played. */
const video: BuiltIn = (node) => ({
  attribute: () => {
    node.element.dataset.placeholder = 'video';
    node.element.style.backgroundImage = node.text('poster') === '' ? '' : `url("${node.text('poster')}")`;
  },
});

export const media: Record<string, BuiltIn> = { image, 'cover-image': coverImage, video };
