import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Gate, GatePipeline } from 'sluice/cdk';

const app = new App();
const stack = new Stack(app, 'features', { env: { region: 'eu-central-1' } });

// contracts/dev.environment.yaml, and contracts/aviation/flights.pipeline.yaml
const gate = new Gate(stack, 'Gate', { contracts: 'contracts', environment: 'dev' });
const flights = new GatePipeline(stack, 'Flights', { gate, pipeline: 'aviation/flights' });

// the job that writes the data may have it judged and published
const job = new Role(stack, 'Job', { assumedBy: new ServicePrincipal('glue.amazonaws.com') });
flights.grantPublish(job);

flights.metricRejections({ period: Duration.days(1) }).createAlarm(stack, 'ManyRejections', {
  alarmDescription: 'Ten days of flights were kept out in one day',
  threshold: 10,
  evaluationPeriods: 1,
});

new CfnOutput(stack, 'Machine', { value: flights.stateMachine.stateMachineArn });
