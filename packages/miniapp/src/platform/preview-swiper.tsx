import { Children, useEffect, useRef, useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';

type Props = {
  children: ReactNode;
  className?: string;
  indicatorDots?: boolean;
  indicatorColor?: string;
  indicatorActiveColor?: string;
  autoplay?: boolean;
  /** Milliseconds. */
  interval?: number;
  circular?: boolean;
};

const stands = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Slides that the browser itself scrolls and snaps; Taro's brings a library of 200 kB. */
export function PreviewSwiper(props: Props) {
  const { children, className, indicatorDots, indicatorColor, indicatorActiveColor } = props;
  const { autoplay = false, interval = 5000, circular: _circular, ...rest } = props;
  const track = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const count = Children.count(children);
  useEffect(() => {
    if (!autoplay || count < 2 || stands()) return;
    const timer = setInterval(() => {
      const box = track.current;
      if (box === null || box.offsetParent === null) return;
      const next = (Math.round(box.scrollLeft / box.clientWidth) + 1) % count;
      box.scrollTo({ left: next * box.clientWidth, behavior: 'smooth' });
    }, interval);
    return () => clearInterval(timer);
  }, [autoplay, interval, count]);
  const { id, 'data-testid': name } = rest as { id?: string; 'data-testid'?: string };
  return (
    <div className={`host-swiper ${className ?? ''}`} id={id} data-testid={name}>
      <div
        ref={track}
        className="host-swiper-track"
        onScroll={({ currentTarget: box }) => setCurrent(Math.round(box.scrollLeft / box.clientWidth))}
      >
        {children}
      </div>
      {indicatorDots === true && (
        <div
          className="host-dots"
          aria-hidden
          style={{ '--dot': indicatorColor, '--dot-on': indicatorActiveColor } as CSSProperties}
        >
          {Array.from({ length: count }, (_, index) => (
            <i key={index} className={index === current ? 'host-dot-on' : undefined} />
          ))}
        </div>
      )}
    </div>
  );
}
