/** What goes wrong. Statements' own failures are asked of the query that a StartQueryExecution starts. */
export type Effect =
  /** The answer waits. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Too many queries at once (`TooManyRequestsException`), or too many calls (`ThrottlingException`). */
  | { readonly kind: 'throttle'; readonly of: 'queries' | 'calls' }
  /** 500, nothing done. */
  | { readonly kind: 'internal' }
  /** The connection breaks before the call is acted on, or after. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }
  /** Acted on, a started query runs to its end, and no answer ever comes. */
  | { readonly kind: 'lose' }
  /** The started query fails, without having run or after it has done its work. */
  | {
      readonly kind: 'fail';
      readonly when: 'before' | 'after';
      /** 1 system, 2 user, 3 other. */
      readonly category: number;
      readonly type: number;
      readonly retryable: boolean;
      readonly reason: string;
    }
  /** The started query stays queued, or running after its work is done, for a while. */
  | { readonly kind: 'hold'; readonly state: 'QUEUED' | 'RUNNING'; readonly ms: number };

/** One fault. Without operation or sql it fits every call. */
export interface FaultRule {
  /** `StartQueryExecution`, … */
  readonly operation?: string;
  /** A regular expression on the query's text; calls about a query are judged by the text it was started with. */
  readonly sql?: string;
  /** Let this many fitting calls pass first. */
  readonly skip?: number;
  /** How often; once when left out. */
  readonly times?: number;
  readonly effect: Effect;
}

/** What was asked of the server, and which queries it really started. */
export interface Counts {
  readonly calls: Readonly<Record<string, number>>;
  readonly started: readonly { readonly id: string; readonly sql: string }[];
}
