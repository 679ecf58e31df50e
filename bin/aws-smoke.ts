import { main } from './aws-smoke/main.ts';

/** `node bin/aws-smoke.ts --region eu-central-1`: tries Sluice in an AWS account (docs/deployment.md). */
process.exitCode = await main(process.argv.slice(2));
