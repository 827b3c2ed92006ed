import { Component } from 'react';
import type { ReactNode } from 'react';
import { FullPage } from './notice';

/** A page that failed to load (say, after an update) or to draw offers to load again instead of going blank. */
export class Crash extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <FullPage
        icon="warn"
        tone="orange"
        title="页面出了点问题"
        testId="crash"
        action={{ text: '重新加载', run: () => window.location.reload() }}
      >
        刚刚可能更新了版本，重新加载即可。
      </FullPage>
    );
  }
}
