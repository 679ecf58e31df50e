import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { instance } from '@viz-js/viz';
import type { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { machineDefinition } from '../../lib/infra/machine/definition.ts';
import { synthesised } from './deployed.ts';
import { dashboardSvg } from './pictures/dashboard-svg.ts';
import { machineDot } from './pictures/machine-dot.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const FOLDER = join(PROJECT, 'docs/pictures');

/** What stands in the folder is what would be drawn now; `UPDATE=1` draws it. */
function expectDrawn(name: string, svg: string): void {
  const file = join(FOLDER, name);
  mkdirSync(FOLDER, { recursive: true });
  if (process.env.UPDATE === '1') writeFileSync(file, svg);
  expect(readFileSync(file, 'utf8')).toBe(svg);
}

async function drawn(title: string, dot: string): Promise<string> {
  const svg = (await instance()).renderString(dot, { format: 'svg' });
  const plain = svg.slice(svg.indexOf('<svg')).replace(/<!--[\s\S]*?-->\n?/g, '');
  return plain.replace('>', `>\n<title>${title}</title>`);
}

test('the picture of the architecture is drawn from its text', async () => {
  expectDrawn(
    'architecture.svg',
    await drawn('What a deployment is made of', readFileSync(join(FOLDER, 'architecture.dot'), 'utf8')),
  );
});

test('the picture of the machine is the machine', async () => {
  const machine = machineDefinition({
    pipeline: 'aviation/flights',
    resourceOf: (name) => name,
    callTimeoutSeconds: 1,
    executionTimeoutSeconds: 1,
  });
  expectDrawn('machine.svg', await drawn('The machine of a pipeline', machineDot(machine)));
});

test('the picture of the dashboards is what the templates put on them', () => {
  const { templates } = synthesised(join(PROJECT, 'contracts'), 'dev');
  const widgets = [...templates.values()].flatMap(widgetsOf);
  let below = 0;
  const stacked = widgets.map((group) => {
    const shifted = group.map((w) => ({ ...w, y: w.y + below }));
    below = Math.max(...shifted.map((w) => w.y + w.height));
    return shifted;
  });
  expectDrawn('dashboard.svg', dashboardSvg('sluice-dev, sluice-dev-aviation', stacked.flat()));
});

type Widgets = Parameters<typeof dashboardSvg>[1];

function widgetsOf(template: Template): readonly Widgets[] {
  const dashboards = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  return dashboards.map(({ Properties }) => {
    const body: string = Properties.DashboardBody['Fn::Join'][1]
      .map((part: unknown) => (typeof part === 'string' ? part : 'name'))
      .join('');
    return JSON.parse(body).widgets;
  });
}
