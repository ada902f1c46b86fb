import { isAvailable } from './support/tools';
import { ToolName } from '../tools/build';

/** What `npm test` needs. Built here, before the clock of any test runs. */
const needed: ToolName[] = [
  'kubeconform', 'kustomize', 'helm3', 'helm4', 'render3', 'render4', 'kube-score', 'pod-security', 'checkov', 'archive', 'throwaway-key', 'registry',
];

export default function globalSetup(): void {
  needed.forEach((name) => isAvailable(name, `every test that needs ${name} is skipped`));
}
