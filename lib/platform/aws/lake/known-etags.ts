/** More files than this are forgotten in the order in which they were seen: then they are read as they are. */
const MOST = 100_000;

export interface KnownEtags {
  get(path: string): string | undefined;
  set(path: string, etag: string): void;
  forget(path: string): void;
}

/** Under which ETag a path was last seen. */
export function knownEtags(most = MOST): KnownEtags {
  const etags = new Map<string, string>();
  return {
    get: (path) => etags.get(path),
    set: (path, etag) => {
      etags.delete(path);
      etags.set(path, etag);
      const [oldest] = etags.size > most ? etags.keys() : [];
      if (oldest !== undefined) etags.delete(oldest);
    },
    forget: (path) => etags.delete(path),
  };
}
