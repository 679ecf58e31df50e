import { App } from 'aws-cdk-lib';
import { addEnvironments } from '../lib/infra/add-environments.ts';

/** What `cdk synth` and `cdk deploy` run: `-c env=dev` for one environment, all of them without. */
const app = new App();
const wanted: unknown = app.node.tryGetContext('env');
const contracts: unknown = app.node.tryGetContext('contracts');
const problem = addEnvironments(app, {
  contracts: typeof contracts === 'string' ? contracts : 'contracts',
  ...(typeof wanted === 'string' ? { only: wanted } : {}),
});
if (problem === undefined) app.synth();
else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
