/**
 * The gate in an app of your own: `import { Gate, GatePipeline } from 'sluice/cdk'`. This is all that is promised to
 * others; the rest of this folder may change.
 */
export { addEnvironments, type EnvironmentsProps } from './add-environments.ts';
export { GateDomain, type GateDomainProps } from './domain/gate-domain.ts';
export { Gate, type GateProps } from './gate/gate.ts';
export { InvalidDeployment } from './invalid-deployment.ts';
export { GatePipeline, type GatePipelineProps } from './pipeline/gate-pipeline.ts';
