import type { Owner } from './model.ts';
import type { OdcsContract } from './odcs/contract.ts';

/** Who is told of in messages; undefined where the document names nobody. */
export function ownerOf({ team, support = [] }: Pick<OdcsContract, 'team' | 'support'>): Owner | undefined {
  const all = (Array.isArray(team) ? team : team?.members) ?? [];
  // who has left cannot answer
  const members = all.filter((m) => (m.dateOut ?? '') === '').map((m) => m.username ?? m.name ?? '');
  const name = Array.isArray(team) ? undefined : (team?.name ?? undefined);
  const owner = {
    ...(name === undefined || name === '' ? {} : { team: name }),
    members: members.filter((m) => m !== ''),
    support: support.map(({ channel, url }) => ({ channel, ...(url ? { url } : {}) })),
  };
  const nobody = owner.team === undefined && owner.members.length === 0 && owner.support.length === 0;
  return nobody ? undefined : owner;
}
