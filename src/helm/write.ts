import { Declaration } from './declaration';
import { HelmPackageProps } from './package-props';
import { ChartTemplate } from './tree/template';

/** What a chart is written from. */
export interface WrittenChart {
  readonly props: HelmPackageProps;
  readonly root: Declaration;
  readonly schema: any;
  readonly template: ChartTemplate;
}

export function writeChart(_folder: string, _chart: WrittenChart): void {}
