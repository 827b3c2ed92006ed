import { useSyncExternalStore } from 'react';
import { onSession, sessionNow } from './session';

export const useSession = () => useSyncExternalStore(onSession, sessionNow);
