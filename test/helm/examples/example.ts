import { Feature } from './features';
import { HelmPackage } from '../../../src/helm';

/** A program of the kind that users write, packaged as a chart. */
export interface Example {
  readonly name: string;
  readonly features: readonly Feature[];
  readonly pkg: HelmPackage;
}
