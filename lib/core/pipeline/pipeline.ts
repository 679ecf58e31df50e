import { Cron } from 'croner';
import * as z from 'zod';
import { parseDocument } from '../contract/document/parse-document.ts';
import { type Issue, issue, type SourceRef } from '../contract/issue.ts';
import { fail, ok, type Result } from '../values/result.ts';
import { parseGranularity } from './granularity.ts';
import { checkLocation, TAKES } from './location.ts';
import { readWindow } from './window.ts';

const version = z.string().optional();

const schema = z.strictObject({
  apiVersion: z.literal('sluice/v1'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+$/, 'must be <domain>/<name>, of letters, digits, - and _'),
  description: z.string().optional(),
  source: z.strictObject({ dataset: z.string(), version }).optional(),
  candidate: z.union([
    z.strictObject({ sql: z.string(), engine: z.string().optional() }),
    z.strictObject({
      location: z.string(),
      take: z.enum(TAKES).default('copy'),
      marker: z
        .string()
        .regex(/^[^/]+$/, 'must be the name of a file, without a folder')
        .optional(),
    }),
  ]),
  contract: z.strictObject({ name: z.string(), version, schema: z.string().optional() }),
  schedule: z
    .strictObject({
      cron: z.string(),
      timezone: z.string().default('UTC'),
      window: z.string(),
      delay: z.string().optional(),
    })
    .optional(),
  window: z.strictObject({ start: z.string(), end: z.string() }).optional(),
  mode: z.enum(['enforce', 'shadow']).default('enforce'),
});

type Read = z.output<typeof schema>;

/** A `*.pipeline.yaml`: what is read, what is written from it, which contract decides. */
export interface Pipeline extends Read {
  readonly domain: string;
  readonly file: string;
  readonly at: {
    readonly candidate: SourceRef;
    readonly contract: SourceRef;
    readonly source: SourceRef;
    readonly window?: SourceRef;
  };
}

export const isPipelineFile = (path: string): boolean => /\.pipeline\.(ya?ml|json)$/i.test(path);

/** Reads a pipeline; every issue in one pass, each with its place. */
export function readPipeline(text: string, file: string): Result<Pipeline, readonly Issue[]> {
  const parsed = parseDocument(text, file, schema);
  if (!parsed.ok) return parsed;
  const { doc, read } = parsed.value;
  const issues = [
    ...scheduleIssues(read, (key) => doc.at(['schedule', key])),
    ...candidateIssues(read, (path) => doc.at(path)),
  ];
  if (read.window) {
    const where = { start: 'window.start', end: 'window.end' };
    const window = readWindow(read.window, where, doc.at(['window']));
    if (!window.ok) issues.push(...window.error);
  }
  if (issues.length > 0) return fail(issues);
  const at = { candidate: doc.at(['candidate']), contract: doc.at(['contract']), source: doc.at(['source']) };
  const domain = read.name.slice(0, read.name.indexOf('/'));
  return ok({ ...read, domain, file, at: read.window ? { ...at, window: doc.at(['window']) } : at });
}

function candidateIssues({ candidate, source }: Read, at: (path: string[]) => SourceRef): readonly Issue[] {
  if ('location' in candidate) {
    const checked = checkLocation(candidate.location, at(['candidate', 'location']));
    return checked.ok ? [] : checked.error;
  }
  return source === undefined ? [issue('SLU-214', { sql: candidate.sql }, at(['candidate']))] : [];
}

function scheduleIssues({ schedule }: Read, at: (key: string) => SourceRef): readonly Issue[] {
  if (schedule === undefined) return [];
  const issues: Issue[] = [];
  const zone = isTimezone(schedule.timezone);
  if (!zone) issues.push(issue('SLU-211', { timezone: schedule.timezone }, at('timezone')));
  const why = cronProblem(schedule.cron);
  if (why !== undefined) issues.push(issue('SLU-210', { cron: schedule.cron, why }, at('cron')));
  for (const key of ['window', 'delay'] as const) {
    const text = schedule[key];
    if (text !== undefined && parseGranularity(text) === undefined) {
      issues.push(issue('SLU-212', { key, text }, at(key)));
    }
  }
  return issues;
}

function cronProblem(cron: string): string | undefined {
  if (cron.trim().split(/\s+/).length !== 5) return 'it has not five fields';
  try {
    const next = new Cron(cron, { paused: true }).nextRun('2000-01-01T00:00:00');
    return next === null ? 'it never fires' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'it does not parse';
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
