import { Image } from '@tarojs/components';
import { mediaUrl } from '../platform/env';
import { classes } from './hook';
import styles from './Picture.module.scss';

type Props = { src: string; alt: string; className?: string | undefined; eager?: boolean };

export const Picture = ({ src, alt, className, eager = false }: Props) => (
  <Image
    className={classes(styles.picture, className)}
    src={mediaUrl(src)}
    mode="aspectFill"
    lazyLoad={!eager}
    aria-label={alt}
  />
);
