import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App, AppProps, Chart, Names, YamlOutputType } from 'cdk8s';
import { LinearOrder } from './linear-order';
import { LinearYaml } from './linear-yaml';

/**
 * An app whose synthesis takes time in proportion to the number of its charts.
 *
 * The output is that of `cdk8s.App`, to the byte and for every `YamlOutputType`. `cdk8s.App` resolves all dependencies and runs all validations again
 * for each chart; this one does so once. All text is made before the first file is written, and each file appears under its name only when it
 * is complete, so an app that is refused leaves the output directory as it was. Files of an earlier synthesis that no longer belong
 * to the app stay, as they do with `cdk8s.App`.
 *
 * Two things differ on purpose: a cycle of dependencies is reported as the constructs that form it, and a construct that depends on itself is such a
 * cycle (`cdk8s.App` leaves it out of the output).
 */
export class LinearApp extends App {
  private readonly recordsConstructMetadata: boolean;

  /**
   * Defines an app.
   * @param props The options of `cdk8s.App`, with the same defaults.
   */
  constructor(props: AppProps = {}) {
    super(props);
    this.recordsConstructMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /** All charts of this app in the order in which they are written: each after the charts it depends on. */
  public get charts(): Chart[] {
    return new LinearOrder(this).charts();
  }

  /** Writes all manifests to the output directory. When a validation, a dependency or a manifest is in error it throws and writes nothing. */
  public synth(): void {
    validate(this);
    const order = new LinearOrder(this);
    const charts = order.charts();
    const output = new Output();
    switch (this.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP:
        if (charts.length > 0) output.addFile(`app${this.outputFileExtension}`, charts.flatMap((chart) => manifestsOf(chart, order)));
        break;
      case YamlOutputType.FILE_PER_CHART:
        charts.forEach((chart, index) => {
          output.addFile(`${nameOf(chart, index, order)}${this.outputFileExtension}`, manifestsOf(chart, order));
        });
        break;
      case YamlOutputType.FILE_PER_RESOURCE:
        for (const manifest of charts.flatMap((chart) => manifestsOf(chart, order))) {
          if (manifest !== undefined) output.addFile(`${resourceName(manifest)}${this.outputFileExtension}`, [manifest]);
        }
        break;
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        charts.forEach((chart, index) => {
          const folder = nameOf(chart, index, order);
          output.addFolder(folder);
          for (const object of order.apiObjects(chart)) {
            output.addFile(path.join(folder, `${resourceName(object)}${this.outputFileExtension}`), [object.toJson()]);
          }
        });
        break;
    }
    if (this.recordsConstructMetadata) {
      output.addText('construct-metadata.json', constructMetadata(charts.flatMap((chart) => order.apiObjects(chart))));
    }
    output.write(this.outdir);
  }

  /** All manifests, by the path of their chart. When a validation, a dependency or a manifest is in error it throws. */
  public toJson(): { [path: string]: any[] } {
    validate(this);
    const order = new LinearOrder(this);
    return Object.fromEntries(order.charts().map((chart) => [chart.node.path, manifestsOf(chart, order)]));
  }

  /** All manifests of all charts as one YAML text, in the order of `charts`. */
  public synthYaml(): string {
    const order = new LinearOrder(this);
    validate(this);
    return new LinearYaml().stringify(order.charts().flatMap((chart) => manifestsOf(chart, order)));
  }
}

function validate(app: App): void {
  const errors = app.node.findAll().flatMap(({ node }) => node.validate().map((error) => `[${node.path}] ${error}`));
  if (errors.length > 0) throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
}

function manifestsOf(chart: Chart, order: LinearOrder): any[] {
  // A chart class with a `toJson` of its own decides itself what its manifests are.
  if (chart.toJson !== Chart.prototype.toJson) return Object.values(chart.toJson());
  return order.apiObjects(chart).map((object) => object.toJson());
}

function nameOf(chart: Chart, index: number, order: LinearOrder): string {
  const name = Names.toDnsLabel(chart);
  return order.hasDependentCharts ? `${index.toString().padStart(4, '0')}-${name}` : name;
}

function resourceName(resource: { kind: string; metadata: { name?: string } }): string {
  return `${resource.kind}.${resource.metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

function constructMetadata(objects: ApiObject[]): string {
  const resources: Record<string, { path: string }> = {};
  for (const object of objects) resources[object.name] = { path: object.node.path };
  return JSON.stringify({ version: '1.0.0', resources });
}

/** Folders and files, complete in memory before anything is written. Of two files with one name the later stays, as with cdk8s. */
class Output {
  private readonly folders = new Set<string>();
  private readonly files = new Map<string, string>();
  private readonly yaml = new LinearYaml();

  public addFolder(name: string): void {
    this.folders.add(name);
  }

  public addFile(name: string, manifests: any[]): void {
    this.addText(name, this.yaml.stringify(manifests));
  }

  public addText(name: string, text: string): void {
    this.files.set(name, text);
  }

  public write(directory: string): void {
    fs.mkdirSync(directory, { recursive: true });
    for (const folder of this.folders) fs.mkdirSync(path.join(directory, folder), { recursive: true });
    // Inside the output directory, since only there a rename is certain to stay within one file system.
    const temporary = fs.mkdtempSync(path.join(directory, '.synth-'));
    try {
      const names = [...this.files.keys()];
      names.forEach((name, index) => fs.writeFileSync(path.join(temporary, `${index}`), this.files.get(name)!, { encoding: 'utf8' }));
      names.forEach((name, index) => fs.renameSync(path.join(temporary, `${index}`), path.join(directory, name)));
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
  }
}
