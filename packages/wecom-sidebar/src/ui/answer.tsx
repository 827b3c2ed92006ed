import type { ReactNode } from 'react';
import type { Question } from '../api/use-question';
import { Notice } from './notice';
import { Skeleton } from './skeleton';

type Props<T> = {
  question: Question<T>;
  rows?: number;
  children: (data: T) => ReactNode;
};

/** Waiting, refused or there. Data that is already there stays while it is asked for again. */
export function Answer<T>({ question, rows = 3, children }: Props<T>) {
  const { data, refusal, busy, reload } = question;
  if (data !== null) return <>{children(data)}</>;
  if (refusal === null) return <Skeleton rows={rows} />;
  const offline = refusal.code === 'OFFLINE';
  return (
    <Notice
      icon={offline ? 'offline' : 'warn'}
      tone={offline ? 'slate' : 'orange'}
      title={refusal.message}
      testId="failed"
      action={{ text: '重试', run: reload, busy }}
    />
  );
}
