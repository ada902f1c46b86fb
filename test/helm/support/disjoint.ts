/** Selectors and labels of Kubernetes objects, as the API server compares them. */

/** Name of an object, unique in a cluster. */
export function nameOf({ kind, metadata }: any): string {
  return `${kind} ${metadata?.namespace ?? ''}/${metadata?.name}`;
}

/** The pods of an object, its own or those that it makes, by their labels. */
export function podLabelsOf(object: any): Labels[] {
  return object.kind === 'Pod' ? [object.metadata?.labels ?? {}] : templatesIn(object.spec).map(({ metadata }) => metadata?.labels ?? {});
}

/** Everything by which an object selects pods, but for what a user handed through. */
export function selectorsOf(object: any): Selector[] {
  if (object.kind === 'Service') return object.spec.selector ? [{ matchLabels: object.spec.selector }] : [];
  return SELECTING_OTHERS.includes(object.kind) ? [] : selectorsIn(object.spec);
}

/** Whether a selector selects pods with such labels. One that says nothing selects every pod. */
export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return Object.entries(matchLabels).every(([name, value]) => labels[name] === value) && matchExpressions.every(({ key, operator, values = [] }) => {
    switch (operator) {
      case 'In': return key in labels && values.includes(labels[key]);
      case 'NotIn': return !(key in labels) || !values.includes(labels[key]);
      case 'Exists': return key in labels;
      case 'DoesNotExist': return !(key in labels);
      default: throw new Error(`There is no operator ${operator} in selectors.`);
    }
  });
}

export type Labels = { readonly [name: string]: string };

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

/** Their selectors select Services, nodes or volumes. */
const SELECTING_OTHERS = ['ServiceMonitor', 'PersistentVolumeClaim', 'PersistentVolume'];

const SELECTORS = ['selector', 'podSelector', 'labelSelector'];

function selectorsIn(json: any): Selector[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries<any>(json).flatMap(([key, value]) => (SELECTORS.includes(key) && typeof value === 'object' ? [value] : selectorsIn(value)));
}

function templatesIn(json: any): any[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries<any>(json).flatMap(([key, value]) => (key === 'template' && value?.spec ? [value] : templatesIn(value)));
}
