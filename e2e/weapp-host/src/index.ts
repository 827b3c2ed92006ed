export { CompileError } from './compile/dist';
export { compileProgram } from './compile/program';
export { openBrowser, startHost } from './host';
export type { Host, HostException, HostOptions } from './host';
export { launch } from './launch';
export type { Launched } from './launch';
export { SettablePerson } from './people';
export type { Decision, Person, PersonAnswer, Question } from './people';
export { SandboxPerson } from './sandbox-person';
