import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { platformError } from '../../../core/contract/platform-error.ts';
import { isWebhookUrl } from '../../../core/notify/webhook-url.ts';
import { wording } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { retrying } from '../retry.ts';
import { TELLING_RETRIES } from './retries.ts';

/** As an environment names it: a secret of Secrets Manager, or a parameter of Systems Manager. */
export type SecretPlace = { readonly secretName: string } | { readonly parameterName: string };

export interface SecretClients {
  readonly secrets: SecretsManagerClient;
  readonly parameters: SSMClient;
}

/** The address of a webhook, decrypted: the secret's text, or `url` of its JSON. Nothing of it gets into an error. */
export async function webhookUrlOf(place: SecretPlace, clients: SecretClients, pace: Pace): Promise<string> {
  const name = 'secretName' in place ? place.secretName : place.parameterName;
  const text = await wording(`reading the secret ${name}`, () =>
    retrying(() => textOf(place, clients), pace, TELLING_RETRIES),
  );
  const url = urlIn(text.trim());
  if (url === undefined || !isWebhookUrl(url)) throw platformError('SLU-589', { secret: name });
  return url;
}

async function textOf(place: SecretPlace, { secrets, parameters }: SecretClients): Promise<string> {
  if ('secretName' in place) {
    const answer = await secrets.send(new GetSecretValueCommand({ SecretId: place.secretName }));
    return answer.SecretString ?? '';
  }
  const parameter = { Name: place.parameterName, WithDecryption: true };
  const answer = await parameters.send(new GetParameterCommand(parameter));
  return answer.Parameter?.Value ?? '';
}

function urlIn(text: string): string | undefined {
  if (!text.startsWith('{')) return text;
  try {
    const { url }: { url?: unknown } = JSON.parse(text);
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}
