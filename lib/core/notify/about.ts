import type { Contract } from '../contract/model.ts';

/** Which run a message is of. */
export interface About {
  readonly id: string;
  readonly time: string;
  readonly environment: string;
  readonly dataset: string;
  readonly runId: string;
  /** Absent where what was judged by is not at hand. */
  readonly contract?: Contract;
  readonly schemaName?: string;
}
