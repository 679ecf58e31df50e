// A process of its own that publishes the request from its standard input, and says how that ended.
import { readFileSync } from 'node:fs';
import { publish } from '../../lib/core/publish/law.ts';
import { localLake } from '../../lib/platform/local/lake.ts';
import { openLedger } from '../../lib/platform/local/ledger.ts';
import { localPublisher } from '../../lib/platform/local/publisher.ts';

const { root, request } = JSON.parse(readFileSync(0, 'utf8'));
let end;
try {
  const ports = {
    ledger: openLedger(`${root}/.sluice/ledger.sqlite`),
    publisher: localPublisher(localLake(root)),
  };
  ({ end } = await publish(request, ports, () => '2001-01-01T00:00:00.000Z'));
} catch (error) {
  // opening the ledger failed: nothing was begun
  end = `nothing: ${error.message}`;
}
process.stdout.write(end);
