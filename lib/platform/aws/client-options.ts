import type { Endpoints } from '../../core/environment/environment.ts';
import type { AwsConfig } from './config.ts';

const CONNECTION_TIMEOUT_MS = 5_000;

/** Who is asked, where. */
export type Address = Pick<AwsConfig, 'region' | 'endpoints' | 'credentials'>;

/**
 * Of a client that sends each request once: `retrying` decides what is sent again. An answer has to begin within the time, and
 * no pause inside it may be longer.
 */
export function clientOptions(
  { region, endpoints, credentials }: Address,
  service: keyof Endpoints,
  requestTimeoutMs: number,
) {
  const endpoint = endpoints?.[service];
  return {
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      // the other ends with the head of an answer: a body that stalls would be waited for without end
      socketTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}
