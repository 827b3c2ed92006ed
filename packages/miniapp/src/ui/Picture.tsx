import { useState } from 'react';
import { Image, View } from '@tarojs/components';
import { mediaUrl } from '../platform/env';
import { classes } from './hook';
import { Icon } from './Icon';
import styles from './Picture.module.scss';

type Props = { src: string; alt: string; className?: string | undefined; eager?: boolean };

/** A picture that does not come leaves its place, its words, and a mark that says so. */
export function Picture({ src, alt, className, eager = false }: Props) {
  const [missing, setMissing] = useState<string | null>(null);
  if (missing === src)
    return (
      <View className={classes(styles.picture, styles.missing, className)} role="img" aria-label={alt}>
        <Icon name="bag" />
      </View>
    );
  return (
    <Image
      className={classes(styles.picture, className)}
      src={mediaUrl(src)}
      mode="aspectFill"
      lazyLoad={!eager}
      aria-label={alt}
      onError={() => setMissing(src)}
    />
  );
}
