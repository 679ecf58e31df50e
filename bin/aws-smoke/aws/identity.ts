import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientOptions } from '../../../lib/platform/aws/client-options.ts';
import { reasonOf } from '../../../lib/platform/aws/errors.ts';

export interface Identity {
  readonly account: string;
  readonly arn: string;
  /** `aws`, `aws-cn`. */
  readonly partition: string;
}

const REQUEST_TIMEOUT_MS = 15_000;

/** Whose credentials are used, or why there are none, in one sentence. */
export async function identify(
  region: string,
): Promise<{ readonly identity: Identity } | { readonly refused: string }> {
  const sts = new STSClient(clientOptions({ region }, 's3', REQUEST_TIMEOUT_MS));
  try {
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { identity: { account: Account, arn: Arn, partition: Arn.split(':')[1] ?? 'aws' } };
  } catch (cause) {
    const how = 'sign in (`aws sso login`), or name a profile with --profile';
    return { refused: `There are no credentials that AWS accepts (${reasonOf(cause)}): ${how}.` };
  } finally {
    sts.destroy();
  }
}
