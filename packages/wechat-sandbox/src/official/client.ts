import type { Transport } from '../control/transport';

export class OfficialAccountControl {
  constructor(protected readonly transport: Transport) {}
}
