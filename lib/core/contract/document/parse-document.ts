import type * as z from 'zod';
import { fail, ok, type Result } from '../../values/result.ts';
import { readDocument, type YamlDocument } from '../document.ts';
import type { Issue } from '../issue.ts';
import { knownKeys, zodIssues } from './zod-issues.ts';

/** A document of ours read by its schema, with the places of what it says; or every problem, each at its place. */
export function parseDocument<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
): Result<{ readonly doc: YamlDocument; readonly read: z.output<S> }, readonly Issue[]> {
  const document = readDocument(text, file);
  if (!document.ok) return document;
  const doc = document.value;
  const parsed = schema.safeParse(doc.value, knownKeys);
  return parsed.success ? ok({ doc, read: parsed.data }) : fail(zodIssues(doc, parsed.error));
}
