import { useState } from 'react';
import { Icon } from './icon';
import { sameOrigin } from './same-origin';

/** A product picture. Its title stands beside it, so it says nothing to a screen reader; a missing one leaves a calm square. */
export function Picture({ src, size = 56 }: { src: string | null; size?: number }) {
  const [broken, setBroken] = useState<string | null>(null);
  const style = { width: size, height: size };
  if (!src || broken === src) {
    return (
      <span className="picture picture-none" style={style}>
        <Icon name="bag" size={Math.round(size / 2.5)} />
      </span>
    );
  }
  return (
    <img
      className="picture"
      style={style}
      src={sameOrigin(src)}
      alt=""
      loading="lazy"
      onError={() => setBroken(src)}
    />
  );
}
