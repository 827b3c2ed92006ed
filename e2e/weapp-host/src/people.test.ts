import { startSandbox } from '@omni/wechat-sandbox';
import { SettablePerson } from './people';
import { SandboxPerson } from './sandbox-person';
import type { Driven } from './testing';
import { drive, eventually } from './testing';
