import type { Job } from '../keep/messages.ts';

/** One program of the stack: how it is started, and how one knows that it can be used. */
export interface Piece {
  readonly name: string;
  readonly url: string;
  readonly job: Job;
  /** Fails as long as it cannot be used. */
  probe(): Promise<void>;
}

/** Asks once; any answer that is not a success is an error. */
export async function ask(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

/** Where a piece keeps its files: `data` goes with the stack, `logs` stay where something failed. */
export interface Folders {
  readonly data: string;
  readonly logs: string;
}

/** What the programs may know of the environment: nothing that could lead them to a real account. */
export function quietEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  };
}

export const REGION = 'us-east-1';
export const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** C1 alone: half the start-up time, and no second compiler that competes for two cores. */
export function javaOptions(maxHeapMb: number, temporary: string): readonly string[] {
  return [
    `-Xmx${maxHeapMb}M`,
    ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', '-XX:+ExitOnOutOfMemoryError'],
    ...[`-Djava.io.tmpdir=${temporary}`, '-Dfile.encoding=UTF-8', '-Duser.timezone=UTC'],
    ...['-Djava.net.preferIPv4Stack=true', '--enable-native-access=ALL-UNNAMED'],
  ];
}
