import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import type { SceneCode } from '../api/types';
import { useQuestion } from '../api/use-question';
import { Answer } from '../ui/answer';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';

type Props = { storeId: string; storeName: string };
const productRule = /^[0-9A-Za-z-]{1,32}$/;

/** A code to print and put up: scanned with WeChat it opens the mini-program in this store, or at one product of it. */
export function ScenePage({ storeId, storeName }: Props) {
  const [typed, setTyped] = useState('');
  const [productId, setProductId] = useState<string | null>(null);
  const code = useQuestion('stores.makeSceneCode', { storeId, ...(productId ? { productId } : {}) });
  const trimmed = typed.trim();
  const wrong = trimmed !== '' && !productRule.test(trimmed);
  useEffect(() => {
    document.title = '门店码 · 森屿';
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) setProductId(trimmed || null);
  };
  return (
    <section className="scene-page">
      <form className="scene-form no-print" onSubmit={submit}>
        <label htmlFor="scene-product">商品编号（不填就是门店码）</label>
        <div className="scene-field">
          <input
            id="scene-product"
            className="text-input"
            value={typed}
            maxLength={32}
            autoComplete="off"
            aria-invalid={wrong || undefined}
            data-testid="scene-product"
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" look="line" disabled={wrong} data-testid="scene-make">
            生成
          </Button>
        </div>
        {wrong ? <p className="field-problem">编号只含字母、数字和短横线</p> : null}
      </form>
      {productId && code.refusal?.code === 'NOT_FOUND' ? (
        <Notice icon="warn" tone="orange" title={`没有编号是 ${productId} 的商品`} testId="scene-unknown" />
      ) : (
        <Answer question={code} rows={2}>
          {(data) => <Poster code={data} {...{ storeName, productId }} />}
        </Answer>
      )}
    </section>
  );
}

type PosterProps = { code: SceneCode; storeName: string; productId: string | null };

const Poster = ({ code, storeName, productId }: PosterProps) => (
  <>
    <figure className="poster">
      <p className="brand-mark">森屿 SENYU</p>
      <p className="poster-store">{storeName}</p>
      <img
        className="poster-code"
        src={code.imageDataUrl}
        alt={`${storeName}${productId ? `，商品 ${productId}` : ''}的小程序码`}
        data-testid="scene-code"
        data-scene={code.scene}
      />
      <figcaption>{productId ? `商品 ${productId} · 微信扫一扫` : '微信扫一扫，进店逛逛'}</figcaption>
    </figure>
    <div className="scene-actions no-print">
      <Button onClick={() => window.print()} data-testid="scene-print">
        打印
      </Button>
      <a
        className="button button-line"
        href={code.imageDataUrl}
        download={`${storeName}-${productId ?? '门店码'}.png`}
        data-testid="scene-save"
      >
        保存图片
      </a>
    </div>
    <p className="muted small end no-print">手机上也可以长按图片保存</p>
  </>
);
