import type { Take } from '../../core/pipeline/location.ts';
import type { Manifest } from '../../core/publish/facts.ts';
import type { RunRequest } from '../state/request.ts';

type Custody = Manifest['custody'];

const CUSTODY: Readonly<Record<Take, Custody>> = { copy: undefined, link: 'linked', inPlace: 'inPlace' };

/** Who else holds the files that a pipeline takes. */
export const custodyOf = ({ candidate }: Pick<RunRequest, 'candidate'>): Custody =>
  candidate.by === 'location' ? CUSTODY[candidate.take] : undefined;

const WEAKNESS = { ours: 0, linked: 1, inPlace: 2 } as const;

/** Whether files on record keep less of a promise than the pipeline makes now. */
export const isWeaker = ({ custody }: Pick<Manifest, 'custody'>, request: RunRequest): boolean =>
  WEAKNESS[custody ?? 'ours'] > WEAKNESS[custodyOf(request) ?? 'ours'];
