import { Value } from './value';

/** A person or team behind a chart. */
export interface ChartMaintainer {
  /** Name; one line. */
  readonly name: string;

  /**
   * E-mail address; one without `@` is refused.
   *
   * @default - none
   */
  readonly email?: string;

  /**
   * Web page, an address with its scheme.
   *
   * @default - none
   */
  readonly url?: string;
}

/** What stands in Chart.yaml, and how the chart is written. */
export interface ChartProps {
  /** Name of the chart, a DNS label. */
  readonly name: string;

  /** Version of the chart, a semantic version. */
  readonly version: string;

  /**
   * Version of what the chart installs, one line. Objects get it as label `app.kubernetes.io/version`, unless they have their own.
   *
   * @default - none
   */
  readonly appVersion?: string;

  /**
   * One sentence about the chart, one line.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The Kubernetes versions that the chart is for, as in `>=1.28-0`; what Helm cannot compare is refused.
   *
   * @default - all
   */
  readonly kubeVersion?: string;

  /**
   * Web page of the project, an address with its scheme.
   *
   * @default - none
   */
  readonly home?: string;

  /**
   * Addresses of the source code, each with its scheme.
   *
   * @default - none
   */
  readonly sources?: string[];

  /**
   * Words by which the chart is found, each one line.
   *
   * @default - none
   */
  readonly keywords?: string[];

  /**
   * Who maintains the chart.
   *
   * @default - nobody
   */
  readonly maintainers?: ChartMaintainer[];

  /**
   * Address of a picture, with its scheme.
   *
   * @default - none
   */
  readonly icon?: string;

  /**
   * Whether the chart is given up. Helm says so when it is installed, and catalogues hide it.
   *
   * @default false
   */
  readonly deprecated?: boolean;

  /**
   * Annotations of the chart, such as those of Artifact Hub. They are strings; lists and objects stand in them as YAML.
   *
   * @default - none
   */
  readonly annotations?: { [name: string]: string };

  /**
   * Whether every object gets the labels that Helm charts have by convention: `helm.sh/chart` and `app.kubernetes.io/name`, `instance`, `version`,
   * `managed-by`. They are in the output of `synth`, too. Labels of pods and selectors are never touched.
   *
   * @default true
   */
  readonly standardLabels?: boolean;

  /**
   * Whether every object names the namespace of the release, in the output of `synth`, too. What `helm template` prints can then be applied or judged as it
   * is. Not for charts with objects of the whole cluster, which have no namespace.
   *
   * @default false
   */
  readonly releaseNamespace?: boolean;

  /**
   * Files in the folder of the chart that are written by hand: paths relative to it, as in `templates/extra.yaml`. They are kept when the chart is written.
   * What such templates make is outside the promise that the chart and `synth` are equal.
   *
   * @default - none
   */
  readonly handWritten?: string[];

  /**
   * Templates in Helm's own language by file name below `templates/`, as in `certificate.yaml`. They are written as they are, and what they make is
   * outside the promise that the chart and `synth` are equal; the README of the chart lists them.
   *
   * @default - none
   */
  readonly rawTemplates?: { [file: string]: string };

  /**
   * Custom resource definitions by file name below `crds/`, as YAML. Helm installs them before all templates and never changes them.
   *
   * @default - none
   */
  readonly crds?: { [file: string]: string };

  /**
   * Whether the chart has a value `extraObjects`: a list of whole objects of any kind, which `synth` and the chart add as they are. `define` does not get it.
   *
   * @default false
   */
  readonly extraObjects?: boolean;

  /**
   * Paths that are no values of the chart but that users may try, since other charts have them, by what is said to them: the end of the sentence
   * `The value primary.persistence.size …`, without its full stop, as in `is persistence.size here`. For paths of earlier versions of the same chart a value
   * has the option `formerly`.
   *
   * @default - every unknown path is refused as one that does not exist
   */
  readonly refusedValues?: { [path: string]: string };
}

/** Properties of `HelmPackage`. */
export interface HelmPackageProps extends ChartProps {
  /**
   * Values of the chart by name.
   *
   * @default - none
   */
  readonly values?: { [name: string]: Value };
}

/** For whom native manifests are made. */
export interface SynthOptions {
  /**
   * Name and namespace of the release.
   *
   * @default - `release-name` in `default`, as with `helm template`
   */
  readonly release?: ReleaseOptions;

  /**
   * APIs that the cluster is taken to have, of those that the construct asks for with `Release.hasApi`.
   *
   * @default - none
   */
  readonly apis?: string[];
}

/** A release. */
export interface ReleaseOptions {
  /** Name of the release. */
  readonly name: string;

  /**
   * Namespace of the release.
   *
   * @default default
   */
  readonly namespace?: string;
}
