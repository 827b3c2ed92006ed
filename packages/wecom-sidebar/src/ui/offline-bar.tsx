import { useSyncExternalStore } from 'react';
import { Icon } from './icon';

const watch = (told: () => void) => {
  window.addEventListener('online', told);
  window.addEventListener('offline', told);
  return () => {
    window.removeEventListener('online', told);
    window.removeEventListener('offline', told);
  };
};
export const useOnline = () => useSyncExternalStore(watch, () => navigator.onLine);

/** Says that the device lost its network; what is on the screen stays readable. */
export function OfflineBar() {
  const online = useOnline();
  return (
    <div role="status">
      {online ? null : (
        <p className="offline-bar" data-testid="offline">
          <Icon name="offline" size={18} /> 网络已断开，恢复后会自动刷新
        </p>
      )}
    </div>
  );
}
