import manifest from '../../../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;

/** A hash of the sources, which the build puts in; run from source there is none. */
declare const SOURCES: string | undefined;
export const BUILD: string | undefined = typeof SOURCES === 'undefined' ? undefined : SOURCES;
