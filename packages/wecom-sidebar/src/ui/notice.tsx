import type { ReactNode } from 'react';
import { Button } from './button';
import { Icon } from './icon';
import type { IconName } from './icon';

export type Tone = 'plain' | 'green' | 'blue' | 'amber' | 'orange' | 'red' | 'violet' | 'slate' | 'maroon';

type Props = {
  icon: IconName;
  title: string;
  tone?: Tone;
  testId?: string;
  /** True where the notice is all there is on the page. */
  heads?: boolean;
  action?: { text: string; run: () => void; busy?: boolean };
  children?: ReactNode;
};

/** What is shown instead of content: nothing there, something failed, or something to know first. */
export const Notice = ({ icon, title, tone = 'plain', testId, heads, action, children }: Props) => (
  <div className={`notice tone-${tone}`} data-testid={testId}>
    <span className="notice-icon">
      <Icon name={icon} size={26} />
    </span>
    {heads ? <h1 className="notice-title">{title}</h1> : <p className="notice-title">{title}</p>}
    {children ? <div className="notice-text">{children}</div> : null}
    {action ? (
      <Button look="line" icon="refresh" busy={action.busy ?? false} onClick={action.run} data-testid="retry">
        {action.text}
      </Button>
    ) : null}
  </div>
);

/** A notice that has the page to itself. */
export const FullPage = (props: Props) => (
  <main className="full-page">
    <p className="brand-mark">森屿 SENYU</p>
    <Notice {...props} heads />
  </main>
);
