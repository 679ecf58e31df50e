/** An answer other than 200: its name, its message and the members that go with it. */
export class ApiError extends Error {
  readonly type: string;
  readonly status: number;
  readonly members: Readonly<Record<string, string>>;

  constructor(type: string, message: string, members: Readonly<Record<string, string>> = {}, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
    this.members = members;
  }

  /** The body as Athena writes it. */
  body(): Readonly<Record<string, string>> {
    return { __type: this.type, ...this.members, ...(this.message === '' ? {} : { Message: this.message }) };
  }
}

/** `InvalidRequestException`: Athena writes its code under two names. */
export const invalid = (message: string, code = 'INVALID_INPUT'): ApiError =>
  new ApiError('InvalidRequestException', message, { AthenaErrorCode: code, ErrorCode: code });

/** The statement is refused before it starts. */
export const malformed = (message: string): ApiError => invalid(message, 'MALFORMED_QUERY');

/** What the framework says of a member that breaks its model. */
export const constraint = (member: string, rule: string): string =>
  `Value at '${member}' failed to satisfy constraint: Member must have ${rule}`;

/** One or more broken members in one sentence. */
export const breaches = (found: readonly string[]): ApiError =>
  invalid(`${found.length} validation error${found.length === 1 ? '' : 's'} detected: ${found.join('; ')}`);

export const tooManyQueries = (): ApiError =>
  new ApiError(
    'TooManyRequestsException',
    'You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of ' +
      'concurrent queries submitted by this account. Contact customer support to request a concurrent query limit ' +
      'increase.',
    { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' },
  );

export const rateExceeded = (): ApiError => new ApiError('ThrottlingException', 'Rate exceeded');

export const internalError = (): ApiError =>
  new ApiError('InternalServerException', 'Internal service error', {}, 500);
