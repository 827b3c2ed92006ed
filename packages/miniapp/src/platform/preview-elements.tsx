import { createElement, forwardRef } from 'react';
import type { CSSProperties, KeyboardEvent, ReactNode, UIEvent } from 'react';
import { PreviewSwiper } from './preview-swiper';

type Props = { children?: ReactNode; className?: string; style?: CSSProperties };

/** Props that only WeChat knows; React would write them into the document. */
const ONLY_WECHAT = ['hoverClass', 'hoverStopPropagation', 'hoverStartTime', 'hoverStayTime', 'catchMove'];
const plain = (props: object): object =>
  Object.fromEntries(Object.entries(props).filter(([name]) => !ONLY_WECHAT.includes(name)));

type Tapped = Props & { role?: string; onClick?: unknown };
/** What a finger taps, the keyboard reaches and presses too. */
const keys = ({ role, onClick }: Tapped): object =>
  role !== undefined && PRESSED.includes(role) && onClick !== undefined
    ? { tabIndex: 0, onKeyDown: press }
    : {};
const PRESSED = ['button', 'link', 'tab', 'switch', 'checkbox', 'radio'];

function press(event: KeyboardEvent<HTMLElement>): void {
  if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return;
  event.preventDefault();
  event.currentTarget.click();
}

const host = (tag: 'div' | 'span', name: string) =>
  forwardRef<HTMLElement, Tapped>(({ className, ...props }, ref) =>
    createElement(tag, { ...keys(props), ...plain(props), className: join(name, className), ref }),
  );

const join = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ');

/** Plain elements in place of Taro's custom elements; see `preview-components.ts`. */
export const View = host('div', 'host-view');
export const Text = host('span', 'host-text');

type ImageProps = Props & {
  src: string;
  mode?: string;
  lazyLoad?: boolean;
  'aria-label'?: string;
  onError?: (event: unknown) => void;
};

/** Its box comes from the page's style, as in WeChat; what is below the fold waits until it comes near. */
export const Image = ({ mode, lazyLoad, className, 'aria-label': alt, ...props }: ImageProps) => (
  <img
    {...props}
    alt={alt ?? ''}
    className={join('host-image', className)}
    style={{ objectFit: mode === 'aspectFill' ? 'cover' : mode === 'aspectFit' ? 'contain' : 'fill' }}
    loading={lazyLoad === true ? 'lazy' : 'eager'}
    fetchPriority={lazyLoad === true ? 'auto' : 'high'}
    decoding="async"
  />
);

type ScrollProps = Props & {
  scrollX?: boolean;
  scrollY?: boolean;
  lowerThreshold?: number;
  onScrollToLower?: () => void;
};

export const ScrollView = forwardRef<HTMLDivElement, ScrollProps>(
  ({ scrollX, scrollY, className, lowerThreshold = 50, onScrollToLower, ...props }, ref) => (
    <div
      {...plain(props)}
      ref={ref}
      className={join(
        'host-view',
        scrollX === true && 'host-scroll-x',
        scrollY === true && 'host-scroll-y',
        className,
      )}
      onScroll={({ currentTarget: box }: UIEvent<HTMLElement>) => {
        if (box.scrollHeight - box.scrollTop - box.clientHeight < lowerThreshold) onScrollToLower?.();
      }}
    />
  ),
);

export const Swiper = PreviewSwiper;
export const SwiperItem = ({ children, className, ...props }: Props) => (
  <div {...plain(props)} className={join('host-view', 'host-slide', className)}>
    {children}
  </div>
);
