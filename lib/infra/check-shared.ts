import { type Issue, issue } from '../core/contract/issue.ts';
import type { AwsEnvironment } from '../core/environment/environment.ts';
import { environmentName, resultsOf } from './names.ts';

/** What two environments have in common; buckets are called so in the whole world, the rest in an account and region. */
export function checkShared(environments: readonly AwsEnvironment[]): readonly Issue[] {
  const used = environments.flatMap((environment) =>
    placesOf(environment).map((place) => ({ ...place, environment: environment.name })),
  );
  const same = Map.groupBy(used, ({ what, where, called }) => `${what} ${where} ${called}`);
  return [...same.values()].flatMap(([first, ...others]) =>
    others.map(({ what, called, environment }) =>
      issue('SLU-231', { what, called, first: first?.environment ?? '', second: environment }),
    ),
  );
}

interface Used {
  readonly what: string;
  readonly where: string;
  readonly called: string;
}

function placesOf(environment: AwsEnvironment): readonly Used[] {
  const { region, lake, workgroup, ledgerTable, databases, deploy, name } = environment;
  const results = resultsOf(environment);
  const here = `${deploy?.account ?? ''} ${region}`;
  return [
    { what: 'lake', where: '', called: `s3://${lake.bucket}/${lake.prefix}` },
    { what: 'place of results', where: '', called: `s3://${results.bucket}/${results.prefix}` },
    { what: 'workgroup', where: here, called: workgroup },
    { what: 'ledger', where: here, called: ledgerTable },
    { what: 'staging database', where: here, called: databases.staging },
    { what: 'prefix of databases', where: here, called: databases.prefix },
    { what: 'name on AWS', where: here, called: environmentName(name) },
  ];
}
