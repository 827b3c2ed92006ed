import { createElement, forwardRef } from 'react';
import type { ChangeEvent, CSSProperties, KeyboardEvent, MouseEvent, ReactNode } from 'react';

type Detail<T> = { detail: T };
type Props = {
  children?: ReactNode;
  id?: string;
  className?: string;
  style?: CSSProperties;
  role?: string;
  onClick?: (event: MouseEvent) => void;
};

const reachesTheDocument = (name: string) => /^(aria-|data-|id$|className$|style$|role$|onClick$)/.test(name);
const plain = (props: object) =>
  Object.fromEntries(Object.entries(props).filter(([name]) => reachesTheDocument(name)));

/** A component of WeChat as an element of a document. What only WeChat knows of (`hoverClass`, `scrollY`) is left out. */
const host = (tag: string) =>
  forwardRef<HTMLElement, Props>(({ children, ...props }, ref) =>
    createElement(tag, { ...plain(props), ref }, children),
  );

export const View = host('div');

type ScrollProps = Props & {
  onScroll?: (event: Detail<{ scrollTop: number; scrollHeight: number }>) => void;
  onScrollToLower?: () => void;
};

/** Being scrolled to its very end calls for more. */
export const ScrollView = ({ children, onScroll, onScrollToLower, ...props }: ScrollProps) => (
  <div
    {...plain(props)}
    onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
      onScroll?.({ detail: { scrollTop, scrollHeight } });
      if (scrollTop + clientHeight >= scrollHeight) onScrollToLower?.();
    }}
  >
    {children}
  </div>
);
export const Text = host('span');
export const Swiper = host('div');
export const SwiperItem = host('div');

type ButtonProps = Props & {
  disabled?: boolean;
  loading?: boolean;
  openType?: string;
  onGetPhoneNumber?: (event: Detail<{ code?: string; errMsg: string }>) => void;
};

/** A `getPhoneNumber` button answers as WeChat does when the shopper agrees; `refuse` in its dataset answers as when not. */
export const Button = ({
  children,
  disabled,
  loading,
  openType,
  onGetPhoneNumber,
  ...props
}: ButtonProps) => (
  <button
    {...plain(props)}
    type="button"
    disabled={disabled}
    aria-busy={loading}
    data-open-type={openType}
    onClick={({ currentTarget }) =>
      onGetPhoneNumber?.({
        detail:
          currentTarget.dataset['refuse'] === undefined
            ? { code: 'phone-code', errMsg: 'getPhoneNumber:ok' }
            : { errMsg: 'getPhoneNumber:fail user deny' },
      })
    }
  >
    {children}
  </button>
);

type ImageProps = Props & {
  src: string;
  lazyLoad?: boolean;
  onError?: (event: Detail<{ errMsg: string }>) => void;
};

export const Image = ({ src, lazyLoad, onError, ...props }: ImageProps) => (
  <img
    {...plain(props)}
    src={src}
    loading={lazyLoad === true ? 'lazy' : 'eager'}
    onError={() => onError?.({ detail: { errMsg: `GET ${src} 404` } })}
  />
);

type InputProps = Props & {
  value: string;
  placeholder?: string;
  maxlength?: number;
  onInput?: (event: Detail<{ value: string }>) => void;
  onConfirm?: (event: Detail<{ value: string }>) => void;
};

export const Input = ({ value, placeholder, maxlength, onInput, onConfirm, ...props }: InputProps) => (
  <input
    {...plain(props)}
    value={value}
    placeholder={placeholder}
    maxLength={maxlength}
    onChange={(event: ChangeEvent<HTMLInputElement>) => onInput?.({ detail: { value: event.target.value } })}
    onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && onConfirm?.({ detail: { value } })}
  />
);
