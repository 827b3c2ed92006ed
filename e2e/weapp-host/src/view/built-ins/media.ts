import type { BuiltIn, ViewNode } from '../node';

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
  return {
    attribute: (name) => {
      const mode = node.text('mode', 'scaleToFill');
      const [size, position] = MODES[mode] ?? ['100% 100%', '0 0'];
      Object.assign(shown.style, { backgroundSize: size, backgroundPosition: position });
      if (name !== 'src') return;
      const source = node.text('src');
      if (source === '') loader.removeAttribute('src');
      else loader.src = page.parts.resolve(source);
      shown.style.backgroundImage = source === '' ? '' : `url("${page.parts.resolve(source)}")`;
    },
    slot: shown,
  };
};

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
