import { createHmac, randomBytes } from 'node:crypto';

/** Tokens that say where the next page begins, and nothing to whoever reads them. */
export interface Pages {
  token(scope: string, offset: number): string;
  /** Where a token points, or undefined where this server did not give it for this scope. */
  offset(scope: string, token: string): number | undefined;
}

export function pages(): Pages {
  const secret = randomBytes(32);
  const seal = (scope: string, offset: string): string =>
    createHmac('sha256', secret).update(`${scope}\n${offset}`).digest('base64url');
  return {
    token: (scope, offset) => Buffer.from(`${offset}.${seal(scope, String(offset))}`).toString('base64'),
    offset(scope, token) {
      const [offset = '', signature] = Buffer.from(token, 'base64').toString('utf8').split('.');
      return signature === seal(scope, offset) ? Number(offset) : undefined;
    },
  };
}
