import { createClient } from '@omni/shared/client';
import { sendAs } from './send';
import { currentToken, login, post } from './session';

export const call = createClient(sendAs({ currentToken, login, post }));
