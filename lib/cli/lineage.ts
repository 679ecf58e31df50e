import { issue } from '../core/contract/issue.ts';
import type { Places } from '../core/lineage/places.ts';
import { isWebhookUrl } from '../core/notify/webhook-url.ts';
import type { Lake, Lineage } from '../core/ports.ts';
import { CliFailure } from './failure.ts';
import type { Output } from './output.ts';

/** The variables that clients of OpenLineage share. */
const URL_VARIABLE = 'OPENLINEAGE_URL';
const ENDPOINT = 'OPENLINEAGE_ENDPOINT';
const API_KEY = 'OPENLINEAGE_API_KEY';
const DISABLED = 'OPENLINEAGE_DISABLED';
/** Where the contracts are kept, for whoever looks at a job. */
const REPOSITORY = 'SLUICE_REPOSITORY_URL';

/** What `OPENLINEAGE_URL` may be. */
const BACKEND =
  'its URL (https, or to this machine http, where a key is sent), or lake: for files beside each run';

/** Who keeps lineage of what this machine runs; undefined where the environment names nobody. */
export async function lineageOf(
  environment: string,
  places: Places,
  lake: Pick<Lake, 'put'>,
  output: Output,
): Promise<Lineage | undefined> {
  const url = given(URL_VARIABLE);
  if (url === undefined || given(DISABLED)?.toLowerCase() === 'true') return undefined;
  const { LAKE_URL, lineageSink } = await import('../platform/channels/lineage-sinks.ts');
  const apiKey = given(API_KEY);
  if (url !== LAKE_URL && !isBackendUrl(url, apiKey))
    throw refused(URL_VARIABLE, 'an OpenLineage backend', BACKEND);
  const repositoryUrl = given(REPOSITORY);
  if (repositoryUrl !== undefined && !URL.canParse(repositoryUrl))
    throw refused(REPOSITORY, 'a repository', 'its URL, like https://git.example.com/contracts');
  return {
    environment,
    places,
    repositoryUrl,
    warn: (line) => output.say(line),
    emit: lineageSink({ url, endpoint: given(ENDPOINT), apiKey }, lake),
  };
}

const refused = (variable: string, what: string, expected: string): CliFailure =>
  new CliFailure([issue('SLU-621', { variable, what, expected })]);

/** A key is sent over https alone, or to this machine. */
function isBackendUrl(url: string, apiKey: string | undefined): boolean {
  if (isWebhookUrl(url)) return true;
  return apiKey === undefined && URL.canParse(url) && new URL(url).protocol === 'http:';
}

function given(variable: string): string | undefined {
  const text = process.env[variable]?.trim() ?? '';
  return text === '' ? undefined : text;
}
