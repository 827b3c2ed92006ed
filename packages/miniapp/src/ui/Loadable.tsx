import type { ReactNode } from 'react';
import { goBack } from '../platform/navigate';
import { Button } from './Button';
import { Notice } from './Notice';
import { Skeleton } from './Skeleton';
import type { SkeletonShape } from './Skeleton';
import type { Loaded } from '../api/hooks';

type Props<T> = { of: Loaded<T>; shape: SkeletonShape; children: (data: T) => ReactNode };

const titles: Partial<Record<string, string>> = {
  OFFLINE: '网络不给力',
  NOT_FOUND: '没有找到',
  PRODUCT_OFF_SHELF: '商品已下架',
};

/** Asking again would give the same answer. */
const gone = ['NOT_FOUND', 'PRODUCT_OFF_SHELF'];

/** Skeleton while nothing is known, error with retry when nothing came, else the content. */
export function Loadable<T>({ of, shape, children }: Props<T>) {
  if (of.data !== null) return <>{children(of.data)}</>;
  if (of.failure === null) return <Skeleton shape={shape} />;
  const { code, message } = of.failure;
  return (
    <Notice icon="cloud" title={titles[code] ?? '加载失败'} text={message} name="error-state">
      {gone.includes(code) ? (
        <Button name="go-back" look="line" onTap={goBack}>
          返回
        </Button>
      ) : (
        <Button name="retry" look="line" busy={of.loading} onTap={of.reload}>
          重新加载
        </Button>
      )}
    </Notice>
  );
}
