import type { ButtonHTMLAttributes } from 'react';
import { Icon } from './icon';
import type { IconName } from './icon';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'solid' | 'line' | 'plain';
  icon?: IconName;
  busy?: boolean;
  busyText?: string;
  wide?: boolean;
};

/** A busy button keeps its place and its focus, says what it does, and cannot be pressed again. */
export function Button({ look = 'solid', icon, busy = false, busyText, wide = false, ...rest }: Props) {
  const { children, className, disabled, onClick, ...others } = rest;
  const classes = ['button', `button-${look}`, wide ? 'button-wide' : '', className ?? ''];
  return (
    <button
      type="button"
      {...others}
      className={classes.filter(Boolean).join(' ')}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon ? <Icon name={icon} size={18} /> : null}
      {children ? <span>{busy && busyText ? busyText : children}</span> : null}
    </button>
  );
}
