import { readFileSync } from 'fs';
import { join } from 'path';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetadataProps, objectMetadata } from './labels';
import { SHAPES } from './shapes';
import { requireDnsSubdomain } from '../expressions/names';
import { requireShape } from '../expressions/shape';

/** Properties of `RuntimeScripts`. */
export interface RuntimeScriptsProps extends MetadataProps {
  /**
   * Name of the ConfigMap.
   *
   * @default - from the path of the construct
   */
  readonly name?: string;
}

/** The scripts that start, stop, watch and try the server, as a ConfigMap. They are the same for every database. */
export class RuntimeScripts extends Construct {
  /** Name of the ConfigMap. */
  public readonly name: string;

  public constructor(scope: Construct, id: string, props: RuntimeScriptsProps = {}) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.runtimeScripts);
    const { name } = props;
    if (name !== undefined) requireDnsSubdomain({ construct: this.node.path, property: 'name' }, name);
    const configMap = new kplus.ConfigMap(this, 'ConfigMap', { metadata: objectMetadata(this, name, props), data: read() });
    this.name = configMap.name;
  }
}

const FOLDER = join(__dirname, '..', '..', 'runtime');

const FILES = ['common.sh', 'initialize.sh', 'reload.sh', 'serve.sh', 'stop.sh', 'test.sh'];

let texts: { [name: string]: string } | undefined;

function read(): { [name: string]: string } {
  texts ??= Object.fromEntries(FILES.map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]));
  return texts;
}
