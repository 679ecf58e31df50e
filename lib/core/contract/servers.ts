import { fail, ok, type Result } from '../values/result.ts';
import { suggest } from './document/suggest.ts';
import { type Issue, issue } from './issue.ts';
import type { Contract, Server } from './model.ts';

/** How somebody says which server is meant; nothing is needed where a contract has only one. */
export interface ServerChoice {
  readonly server?: string | undefined;
  readonly environment?: string | undefined;
}

/** The one server that the choice leaves, or why it leaves none or several (SLU-190 to SLU-193). */
export function chooseServer(
  contract: Contract,
  choice: ServerChoice = {},
): Result<Server, readonly Issue[]> {
  const { servers, name } = contract;
  const at = servers[0]?.at ?? { file: contract.file };
  const named = { contract: name, servers: servers.map(label).join(', ') };
  if (servers.length === 0) return fail([issue('SLU-190', { contract: name }, { file: contract.file })]);

  const { server, environment } = choice;
  const byName = server === undefined ? servers : servers.filter((s) => s.server === server);
  if (server !== undefined && byName.length === 0) {
    const suggestion =
      suggest(
        server,
        servers.map((s) => s.server),
      ) ?? '';
    return fail([issue('SLU-192', { ...named, server, suggestion }, at)]);
  }
  const left = environment === undefined ? byName : ofEnvironment(byName, environment);
  const [only, ...others] = left;
  if (only === undefined) return fail([issue('SLU-193', { ...named, environment: environment ?? '' }, at)]);
  if (others.length > 0)
    return fail([issue('SLU-191', { ...named, servers: left.map(label).join(', ') }, at)]);
  return ok(only);
}

/** Servers of the environment; where there is none, those that name no environment. */
function ofEnvironment(servers: readonly Server[], environment: string): readonly Server[] {
  const own = servers.filter((s) => s.environment === environment);
  return own.length > 0 ? own : servers.filter((s) => s.environment === undefined);
}

const label = ({ server, environment }: Server): string =>
  environment === undefined ? server : `${server} (${environment})`;
