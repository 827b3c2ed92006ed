import { lazy, Suspense } from 'react';
import { useAddress } from './address';
import { retrySession } from './api/session';
import type { Refusal } from './api/types';
import { useSession } from './api/use-session';
import { FullPage } from './ui/notice';
import { OfflineBar } from './ui/offline-bar';

const Sidebar = lazy(() => import('./sidebar/sidebar-page').then((page) => ({ default: page.SidebarPage })));
const Workbench = lazy(() =>
  import('./workbench/workbench-page').then((page) => ({ default: page.WorkbenchPage })),
);

const Wait = ({ text }: { text: string }) => (
  <main className="full-page" role="status" data-testid="session-wait">
    <p className="brand-mark">森屿 SENYU</p>
    <span className="spinner spinner-large" aria-hidden="true" />
    <p className="muted">{text}</p>
  </main>
);

const advice: Readonly<Record<string, string>> = {
  STAFF_UNKNOWN: '开通之后，点“重新登录”即可。',
  STAFF_LOGIN_INVALID: '登录链接只能使用一次，请重新登录。',
  PLATFORM_UNAVAILABLE: '企业微信暂时没有响应，稍等片刻再试。',
  OFFLINE: '请检查手机网络，恢复后再试。',
  LOGIN_SPINS: '如果反复出现，请联系管理员检查应用的可信域名。',
};

/** The session may be fine: only the answer was not. */
const sameAgain = ['OFFLINE', 'BUSY', 'INTERNAL', 'TOO_MANY_REQUESTS'];

const Refused = ({ refusal }: { refusal: Refusal }) => (
  <FullPage
    icon={refusal.code === 'OFFLINE' ? 'offline' : 'lock'}
    tone={refusal.code === 'STAFF_UNKNOWN' ? 'amber' : 'orange'}
    title={refusal.message}
    testId="login-refused"
    action={{ text: sameAgain.includes(refusal.code) ? '重试' : '重新登录', run: retrySession }}
  >
    {advice[refusal.code] ?? '请重试；如果一直不行，请联系管理员。'}
  </FullPage>
);

export function App() {
  const session = useSession();
  const { pathname } = useAddress();
  if (session.at === 'refused') return <Refused refusal={session.refusal} />;
  if (session.at !== 'in')
    return <Wait text={session.at === 'asking' ? '正在打开…' : '正在通过企业微信登录…'} />;
  const Page = pathname.startsWith('/sidebar') ? Sidebar : Workbench;
  return (
    <Suspense fallback={<Wait text="正在打开…" />}>
      <OfflineBar />
      <Page staff={session.staff} />
    </Suspense>
  );
}
