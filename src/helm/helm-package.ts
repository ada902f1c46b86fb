import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { OverrideUse } from './apply-overrides';
import { Declaration, declare } from './declaration';
import { Environment } from './environment';
import { extraObjectsOf } from './extra-objects';
import { inputsOf } from './inputs';
import { nativeManifests } from './native';
import { ManifestOverride } from './overrides';
import { ChartProps, HelmPackageProps, SynthOptions } from './package-props';
import { requireChart } from './package-rules';
import { prove, ProvenChart } from './prove';
import { Builders } from './replay';
import { PackageReport } from './report';
import { areStatsWanted, statsText } from './stats';
import { evaluate } from './tree/evaluate';
import { ValueSet } from './value-set';
import { Fields, PropsOf } from './values';
import { coalesce } from './values/coalesce';
import { defaultsOf } from './values/defaults';
import { schemaOf } from './values/schema';
import { checkKeys, validate } from './values/validate';
import { writeChart } from './write';

/** What `HelmPackage.of` takes: like `HelmPackageProps`, with typed values and functions. */
export type TypedPackageProps<F extends Fields, T = unknown> = ChartProps & {
  /** Values of the chart by name; they give the type of what `define` gets. */
  readonly values?: F;

  /** Makes the objects of the chart: ordinary constructs, which know nothing of Helm. */
  readonly define: (scope: Construct, values: PropsOf<F>) => T;

  /** Makes the pods of `helm test`, for what `define` has returned; they get the annotation of the hook. No part of `synth`. */
  readonly tests?: (scope: Construct, values: PropsOf<F>, defined: T) => unknown;

  /** Text that Helm shows after an installation. No part of `synth`. */
  readonly notes?: (values: PropsOf<F>) => string;

  /** Changes of objects that `define` cannot reach, in `synth` and in the chart alike. */
  readonly overrides?: (values: PropsOf<F>) => readonly ManifestOverride[];
};

/**
 * Packages ordinary cdk8s constructs as a Helm chart with values.
 *
 * One program gives both: `synth` runs it natively, `write` writes a chart that makes the same of the same values, which is checked
 * before anything is written. In TypeScript use `HelmPackage.of`; in other languages make a subclass with a `define` method.
 */
export abstract class HelmPackage {
  /**
   * A package whose values are the typed properties of its construct.
   *
   * @jsii ignore
   */
  public static of<F extends Fields, T = unknown>(props: TypedPackageProps<F, T>): HelmPackage {
    const { define, tests, notes, overrides, ...chart } = props;
    return new TypedPackage(chart as HelmPackageProps, {
      define,
      ...(tests ? { tests } : {}),
      ...(notes ? { notes: (inputs: any) => notes(inputs) } : {}),
      ...(overrides ? { overrides: (inputs: any) => overrides(inputs) } : {}),
      written: [define, tests, notes, overrides].filter((one) => one !== undefined),
    });
  }

  private readonly props: HelmPackageProps;
  private readonly root: Declaration;
  private readonly defaults: any;
  private readonly schema: any;
  private proven?: ProvenChart;

  /** Refuses names and versions that Helm would refuse, and defaults outside their limits. */
  public constructor(props: HelmPackageProps) {
    requireChart(props);
    this.props = props;
    this.root = declare(props.values ?? {}, props);
    this.defaults = defaultsOf(this.root);
    this.schema = schemaOf(this.root, props.name);
  }

  /** Makes the objects of the chart in `scope`. It is run many times, and must make the same of the same values. */
  public abstract define(scope: Chart, values: ValueSet): void;

  /**
   * Changes of objects that `define` cannot reach, such as those deep inside a construct of others; in `synth` and in the chart alike.
   * By default there are none. It is run whenever `define` is. An override that finds no object, whatever the values are, is refused by `write`.
   */
  public overrides(_values: ValueSet): ManifestOverride[] {
    return [];
  }

  /**
   * The objects as an array, made by the construct itself, without Helm. Takes what values.yaml holds, laid over the defaults as Helm does.
   * Values that the schema of the chart would refuse are refused with a sentence for each.
   */
  public synth(values: any = {}, options: SynthOptions = {}): any[] {
    const environment = this.environmentOf(values, options);
    const manifests = nativeManifests(this._builders(), inputsOf(this.root, environment.values), environment);
    return [...manifests.filter(({ role }) => role === 'object').map(({ json }) => json), ...extraObjectsOf(environment.values)];
  }

  /**
   * The objects as the templates of the chart make them, computed without Helm and without running the construct.
   * The first call finds the templates, as `write` does, and throws as it does.
   */
  public evaluate(values: any = {}, options: SynthOptions = {}): any[] {
    const environment = this.environmentOf(values, options);
    return [...evaluate(this.prove().template, environment).objects, ...extraObjectsOf(environment.values)];
  }

  /**
   * Writes the chart: everything below `folder` is replaced, but for files that are declared as written by hand. Nothing is written when the
   * construct does something that a template cannot do, or that could not be confirmed; the error names value, construct and place.
   *
   * When the program was called with `--stats`, or the environment has CDK8S_POSTGRES_STATS=1, the figures are printed to stderr, too.
   */
  public write(folder: string): PackageReport {
    const proven = this.prove();
    writeChart(folder, { props: this.props, chart: this.chartData(), root: this.root, schema: this.schema, template: proven.template });
    if (areStatsWanted()) process.stderr.write(statsText(`${this.props.name} ${this.props.version}`, folder, proven.report));
    return proven.report;
  }

  /** How the templates were found and what was checked. */
  public report(): PackageReport {
    return this.prove().report;
  }

  /** @internal */
  protected _builders(): Builders {
    return {
      define: (scope, inputs) => this.define(scope, ValueSet._of(inputs)),
      overrides: (inputs) => this.overrides(ValueSet._of(inputs)),
      written: [this.define, this.overrides],
    };
  }

  private prove(): ProvenChart {
    const builders = { ...this._builders(), overrideUse: new OverrideUse() };
    return this.proven ??= prove({ chart: this.chartData(), root: this.root, schema: this.schema, defaults: this.defaults, builders });
  }

  private environmentOf(values: any, options: SynthOptions): Environment {
    const all = coalesce(this.defaults, values);
    validate(this.schema, all, this.props.name);
    checkKeys(this.root, all);
    const { name = 'release-name', namespace = 'default' } = options.release ?? {};
    return { values: all, surroundings: { chart: this.chartData(), release: { name, namespace }, apis: new Set(options.apis) } };
  }

  private chartData() {
    const { name, version, appVersion, standardLabels = true } = this.props;
    return { name, version, appVersion, hasStandardLabels: standardLabels };
  }
}

/** A package whose builders are functions. */
class TypedPackage extends HelmPackage {
  public constructor(props: HelmPackageProps, private readonly builders: Builders) {
    super(props);
  }

  public define(): void {
    throw new Error('A package made by HelmPackage.of has functions in the place of this method.');
  }

  /** @internal */
  protected _builders(): Builders {
    return this.builders;
  }
}
