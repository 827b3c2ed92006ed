import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openSession } from './api/session';
import { App } from './app';
import { Crash } from './ui/crash';
import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';

openSession();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Crash>
      <App />
    </Crash>
  </StrictMode>,
);
