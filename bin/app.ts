import { App } from 'aws-cdk-lib';
import { addEnvironments, InvalidDeployment } from '../lib/infra/index.ts';

/** What `cdk synth` and `cdk deploy` run: `-c env=dev` for one environment, all of them without. */
const app = new App({ autoSynth: false }); // what is wrong with it is said once, in our words
const wanted: unknown = app.node.tryGetContext('env');
const contracts: unknown = app.node.tryGetContext('contracts');
try {
  addEnvironments(app, {
    contracts: typeof contracts === 'string' ? contracts : 'contracts',
    ...(typeof wanted === 'string' ? { environment: wanted } : {}),
  });
  app.synth();
} catch (error) {
  if (!(error instanceof InvalidDeployment)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
