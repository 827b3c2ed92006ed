import type { SceneCode } from '../control/types';
import type { Transport } from '../control/transport';

export class MiniProgramControl {
  constructor(private readonly transport: Transport) {}

  /** Mini-program codes made so far, oldest first. */
  sceneCodes(): Promise<(SceneCode & { text: string })[]> {
    return this.transport.get('/control/scene-codes');
  }

  /** The pages of the released version; null lets every page pass. */
  setPages(pages: string[] | null): Promise<{ pages: string[] | null }> {
    return this.transport.post('/control/mini-program', { pages });
  }
}
