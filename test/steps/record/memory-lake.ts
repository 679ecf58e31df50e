import type { Lake } from '../../../lib/core/ports.ts';

/** The few calls that messages need of a lake. */
export type MemoryLake = Lake & { readonly files: Map<string, Uint8Array> };

export function memoryLake(): MemoryLake {
  const files = new Map<string, Uint8Array>();
  const unused = async (): Promise<never> => {
    throw new Error('not asked for here');
  };
  return {
    files,
    list: async (prefix) =>
      [...files]
        .filter(([path]) => path.startsWith(`${prefix}/`))
        .map(([path, body]) => ({ path, sizeBytes: body.length }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    get: async (ref) => files.get(ref),
    put: async (ref, body) => void files.set(ref, body),
    removeAll: async (prefix) => {
      for (const path of [...files.keys()])
        if (path === prefix || path.startsWith(`${prefix}/`)) files.delete(path);
    },
    pin: unused,
    readRange: unused,
    copy: unused,
  };
}
