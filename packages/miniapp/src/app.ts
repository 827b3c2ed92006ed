import type { PropsWithChildren } from 'react';
import { start } from './api/start';
import { useLaunch } from './platform/lifecycle';
import './app.scss';

export default function App({ children }: PropsWithChildren) {
  useLaunch(start);
  return children;
}
