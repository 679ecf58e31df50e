import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { named } from './errors.ts';

export const logger = new Logger();
export const tracer = new Tracer();

/** A handler: the event is parsed by its schema, the answer is JSON, an error has a name that the machine knows. */
export function lambda<S extends z.ZodType, O>(
  event: S,
  act: (event: z.output<S>) => Promise<O>,
): (event: unknown, context: Context) => Promise<O> {
  const handler = async (given: unknown): Promise<O> => {
    try {
      return await act(event.parse(given));
    } catch (cause) {
      const error = named(cause);
      logger.error(
        error instanceof Error ? error.message : 'failed',
        error instanceof Error ? { error } : {},
      );
      throw error;
    }
  };
  return middy<unknown, O>(handler)
    .use(injectLambdaContext(logger))
    .use(captureLambdaHandler(tracer, { captureResponse: false }));
}
