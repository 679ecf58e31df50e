/** What the stack is made of. After a change here: `node test/conformance/stack/lock.ts`, and commit what it wrote. */
export const VERSIONS = {
  /** The least feature version that Trino starts on; the Iceberg REST catalog runs on it too. */
  java: 25,
  /** The least minor version of Python 3 that moto's locked requirements were resolved for. */
  pythonMinor: 10,
  trino: '483',
  iceberg: '1.11.0',
  moto: '5.2.5',
} as const;

/** Libraries of the REST catalog whose versions Iceberg leaves to its user. */
export const REST_CATALOG_LIBRARIES = {
  awsSdk: '2.33.0',
  jetty: '12.0.25',
  sqlite: '3.50.3.0',
  slf4j: '2.0.17',
  hadoop: '3.4.1',
  assertj: '3.27.3',
} as const;

/** Lists of locked jars, one file each in `locks`: `<sha256>  <path in a Maven repository>`, as sha256sum writes it. */
export const JAR_LOCKS = ['trino', 'trino-hive', 'trino-iceberg', 'iceberg-rest'] as const;
export type JarLock = (typeof JAR_LOCKS)[number];
