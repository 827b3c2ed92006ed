import { useRef } from 'react';
import type { KeyboardEvent } from 'react';

export type Tab<K extends string> = { key: K; text: string; count?: number; testId: string };
type Props<K extends string> = {
  label: string;
  tabs: readonly Tab<K>[];
  chosen: K;
  onChoose: (key: K) => void;
  /** Prefix of the panels' ids. */
  panel: string;
};

const stepOf: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** WAI-ARIA tabs: one stop for the Tab key, arrows move between them. */
export function Tabs<K extends string>({ label, tabs, chosen, onChoose, panel }: Props<K>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf[event.key];
    if (!step) return;
    event.preventDefault();
    const here = tabs.findIndex((tab) => tab.key === chosen);
    const index = (here + step + tabs.length) % tabs.length;
    const next = tabs[index];
    if (!next) return;
    onChoose(next.key);
    list.current?.querySelectorAll<HTMLButtonElement>('[role=tab]')[index]?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          id={`${panel}-tab-${tab.key}`}
          className="tab"
          aria-selected={tab.key === chosen}
          aria-controls={`${panel}-${tab.key}`}
          tabIndex={tab.key === chosen ? 0 : -1}
          data-testid={tab.testId}
          onClick={() => onChoose(tab.key)}
        >
          <span>{tab.text}</span>
          {tab.count === undefined ? null : (
            <span className="tab-count num" data-zero={tab.count === 0 || undefined}>
              {tab.count}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
