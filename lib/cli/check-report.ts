import type { Contract, Dataset } from '../core/contract/model.ts';
import { runPage } from '../report/html/run-page.ts';
import type { Inspection } from '../steps/check/check-data.ts';
import { reportOfCheck } from '../steps/report/report-check.ts';
import { fileName, prepareTarget, reportTarget, writePage } from './write-report.ts';

export type WriteReport = (inspection: Inspection, contract: Contract, dataset: Dataset) => Promise<string>;

/** Makes sure that the page can be written, before there is anything to write; then writes it, and says where. */
export async function prepareReport(path: string): Promise<WriteReport> {
  const target = reportTarget(path);
  await prepareTarget(target);
  return (inspection, contract, dataset) => {
    const text = runPage(reportOfCheck(inspection, contract, dataset));
    return writePage(target, `check-${fileName(dataset.name)}.html`, text);
  };
}
