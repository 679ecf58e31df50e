import type { Contract } from '../../core/contract/model.ts';
import { noticeOf } from '../../core/notify/build-message.ts';
import type { Ports } from '../../core/ports.ts';
import { type DeliveryPorts, deliver, leave } from './deliver.ts';

/** An execution that failed before the first of its runs began. */
export interface Unbegun {
  /** Its name. */
  readonly execution: string;
  /** Of its pipeline; the pipeline's own name where even that cannot be read. */
  readonly dataset: string;
  readonly contract?: Contract;
  readonly schemaName?: string;
  readonly why: string;
}

/** Nothing was held and nothing changed, but who waits for the data has to hear why none comes. */
export async function tellUnbegun(
  { execution, why, ...of }: Unbegun,
  ports: DeliveryPorts & Pick<Ports, 'environment'>,
  clock: () => string,
): Promise<void> {
  const { environment } = ports;
  const about = { id: `${execution}/failed`, time: clock(), environment, runId: execution, ...of };
  const notice = noticeOf(about, [], { failed: [why] });
  if (notice === undefined) return;
  await deliver(of.dataset, ports, (await leave(notice, ports)) ? [] : [notice]);
}
