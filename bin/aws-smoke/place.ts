/** Of an execution of a pipeline's machine, once it has ended. */
export interface Ended {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly error?: string;
  readonly cause?: string;
}

export interface Execution {
  /** `aviation/flights`. */
  readonly pipeline: string;
  readonly name: string;
  readonly input: Readonly<Record<string, string>>;
  /** Somebody stops it as soon as it has come to this step. */
  readonly stopIn?: string;
}

/**
 * Where the probes are asked: an account, or the stack that answers in its place. What differs between the two is here;
 * everything else goes through the same clients of the SDK.
 */
export interface Place {
  readonly name: string;
  /** Probes that have no answer here, each with the reason. */
  readonly cannot: Readonly<Record<string, string>>;
  /** Makes all that the environment's file asks for. */
  deploy(): Promise<void>;
  /** Runs a machine to its end; what follows a bad end has been asked for by then. */
  execute(execution: Execution): Promise<Ended>;
  /** Takes away all that was made, and says what is left. */
  destroy(): Promise<readonly string[]>;
}
