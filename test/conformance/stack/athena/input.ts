import { ApiError, breaches, invalid } from './api-error.ts';

/** A request's body or a structure inside it. */
export type Input = Readonly<Record<string, unknown>>;

const NAMES: Readonly<Record<string, string>> = { string: 'STRING', number: 'NUMBER' };

const mismatch = (value: unknown, wanted: string): ApiError => {
  const kind = NAMES[typeof value] ?? String(value).toUpperCase();
  const message = typeof value === 'object' ? 'Start of structure or map found where not expected.' : '';
  return new ApiError('SerializationException', message || `${kind}_VALUE can not be converted to ${wanted}`);
};

const lowerCamel = (member: string): string => (member[0] ?? '').toLowerCase() + member.slice(1);

/** A body that is a JSON object, or Athena's refusal. */
export function parseBody(text: string): Input {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError('SerializationException', '');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ApiError('SerializationException', '');
  return value as Input;
}

export function textOf(input: Input, member: string): string | undefined {
  const value = input[member] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw mismatch(value, 'a String');
  return value;
}

export function requiredText(input: Input, member: string): string {
  const value = textOf(input, member);
  if (value !== undefined) return value;
  const name = lowerCamel(member);
  throw breaches([`Value null at '${name}' failed to satisfy constraint: Member must not be null`]);
}

export function numberOf(input: Input, member: string): number | undefined {
  const value = input[member] ?? undefined;
  if (value !== undefined && typeof value !== 'number') throw mismatch(value, 'an Integer');
  return value;
}

export function structureOf(input: Input, member: string): Input {
  const value = input[member] ?? {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new ApiError('SerializationException', 'Expected null');
  return value as Input;
}

export function textsOf(input: Input, member: string): readonly string[] {
  const value = input[member] ?? [];
  if (!Array.isArray(value)) throw new ApiError('SerializationException', 'Expected list or null');
  return value.filter((each) => each !== null).map((each) => String(each));
}

/** The S3 address as bucket and key, or undefined where it is none. */
export function s3Place(location: string): { readonly bucket: string; readonly key: string } | undefined {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(location);
  return match?.[1] === undefined ? undefined : { bucket: match[1], key: match[2] ?? '' };
}

/** The same, where Athena refuses anything else. */
export function resultPlace(location: string): { readonly bucket: string; readonly key: string } {
  const place = s3Place(location);
  if (!place) throw invalid('outputLocation is not a valid S3 path.');
  return place;
}
