import { type JarLock, REST_CATALOG_LIBRARIES as LIBRARIES, VERSIONS } from './versions.ts';

/** What the locks are resolved from: Maven projects, and the requirements of moto. */
interface Dependency {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly classifier?: string;
  /** `group:name`, where `*` stands for all. */
  readonly without?: readonly string[];
}

/** File systems and connectors' own caches that the stack has no use for: four fifths of the plugins' size. */
const NOT_USED = [
  ...['net.snowflake', 'org.rocksdb', 'io.grpc', 'org.alluxio', 'com.google.cloud'],
  ...['com.google.cloud.bigdataoss', 'com.google.api.grpc', 'com.azure', 'com.microsoft.azure', 'io.netty'],
  ...['org.conscrypt', 'io.projectreactor', 'io.projectreactor.netty', 'net.java.dev.jna', 'io.opencensus'],
  ...['org.postgresql', 'io.perfmark'],
].map((group) => `${group}:*`);
/** The server gives plugins its own trino-spi; a second one would not be the same classes. */
const PLUGIN_WITHOUT = [...NOT_USED, 'com.google.api:gax*', 'io.trino:trino-spi'];

const trino = (name: string, without: readonly string[] = []): Dependency => ({
  group: 'io.trino',
  name,
  version: VERSIONS.trino,
  without,
});
const iceberg = (name: string, more: Partial<Dependency> = {}): Dependency => ({
  group: 'org.apache.iceberg',
  name,
  version: VERSIONS.iceberg,
  ...more,
});
const awsSdk = (name: string): Dependency => ({
  group: 'software.amazon.awssdk',
  name,
  version: LIBRARIES.awsSdk,
});

const WANTED: Readonly<Record<JarLock, readonly Dependency[]>> = {
  trino: [trino('trino-main')],
  'trino-hive': [trino('trino-hive', PLUGIN_WITHOUT)],
  'trino-iceberg': [trino('trino-iceberg', PLUGIN_WITHOUT)],
  'iceberg-rest': [
    iceberg('iceberg-core'),
    iceberg('iceberg-core', { classifier: 'tests' }), // holds the servlet and the adapter
    iceberg('iceberg-open-api', { classifier: 'test-fixtures', without: ['*:*'] }),
    iceberg('iceberg-aws'),
    ...['s3', 'sts', 'glue', 'kms', 'dynamodb', 'url-connection-client'].map(awsSdk),
    { group: 'org.xerial', name: 'sqlite-jdbc', version: LIBRARIES.sqlite },
    { group: 'org.eclipse.jetty', name: 'jetty-server', version: LIBRARIES.jetty },
    { group: 'org.eclipse.jetty.ee10', name: 'jetty-ee10-servlet', version: LIBRARIES.jetty },
    { group: 'org.slf4j', name: 'slf4j-simple', version: LIBRARIES.slf4j },
    { group: 'org.apache.hadoop', name: 'hadoop-client-api', version: LIBRARIES.hadoop },
    { group: 'org.assertj', name: 'assertj-core', version: LIBRARIES.assertj },
  ],
};

function element(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}

function coordinates(group: string, name: string): string {
  return element('groupId', group) + element('artifactId', name);
}

function dependency({ group, name, version, classifier, without = [] }: Dependency): string {
  const exclusions = without.map((pattern) => {
    const [excludedGroup = '*', excludedName = '*'] = pattern.split(':');
    return element('exclusion', coordinates(excludedGroup, excludedName));
  });
  const parts = [coordinates(group, name), element('version', version)];
  if (classifier !== undefined) parts.push(element('classifier', classifier));
  return element('dependency', [...parts, element('exclusions', exclusions.join(''))].join(''));
}

/** The Maven project whose runtime dependencies are the jars of one list. */
export function projectOf(lock: JarLock): string {
  const bom = `${coordinates('io.trino', 'trino-root')}<version>${VERSIONS.trino}</version><type>pom</type><scope>import</scope>`;
  const managed = lock === 'iceberg-rest' ? '' : element('dependencies', element('dependency', bom));
  const body = [
    '<modelVersion>4.0.0</modelVersion>',
    coordinates('local', lock),
    '<version>1</version>',
    element('dependencyManagement', managed),
    element('dependencies', WANTED[lock].map(dependency).join('')),
  ];
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">${body.join('\n')}</project>\n`;
}

/** Only the services that the platform uses: moto with all of them brings twice as many packages. */
export const MOTO_REQUIREMENTS = {
  python: `3.${VERSIONS.pythonMinor}`,
  lines: [`moto[dynamodb,glue,s3,sns,sqs]==${VERSIONS.moto}`, 'flask', 'flask-cors', ''],
} as const;
