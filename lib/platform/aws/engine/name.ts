/** What numbers of this engine are known by, without a client to ask it. */
export const ATHENA = { name: 'athena-3', dialect: 'trino' } as const;
