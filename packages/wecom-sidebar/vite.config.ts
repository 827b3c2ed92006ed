import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `vite dev` finds the server and, when it runs, the sandbox that plays the WeCom client. The build knows neither. */
const api = process.env['OMNI_API_URL'] ?? 'http://127.0.0.1:7300';
const sandbox = process.env['OMNI_SANDBOX_URL'];

export default defineConfig({
  plugins: [
    react(),
    sandbox
      ? {
          name: 'preview-wecom-client',
          apply: 'serve',
          transformIndexHtml: () => [
            { tag: 'script', attrs: { src: '/__sandbox/preview/wxwork.js' }, injectTo: 'head-prepend' },
          ],
        }
      : null,
  ],
  // WeCom still ships webviews of this age on desktop and on older Android phones.
  build: { target: ['es2020', 'chrome87', 'safari14'], cssTarget: ['chrome87', 'safari14'] },
  server: {
    port: 5180,
    proxy: {
      '/api': api,
      '/media': api,
      ...(sandbox
        ? { '/__sandbox': { target: sandbox, rewrite: (path) => path.replace('/__sandbox', '') } }
        : {}),
    },
  },
});
