import { isUtf8 } from 'buffer';
import { existsSync, readFileSync, statSync } from 'fs';
import { basename } from 'path';
import * as kplus from 'cdk8s-plus-28';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetadataProps, objectMetadata } from './labels';
import { SHAPES } from './shapes';
import { expression } from '../expressions/expression';
import { requireDataKey, requireDnsSubdomain } from '../expressions/names';
import { refuse, rule } from '../expressions/rule';
import { requireShape } from '../expressions/shape';

/** A script that runs when the database is first made. */
export class InitScript {
  /** A script with a text of its own, which is never compressed. The name must end in `.sql` or `.sh`. */
  public static fromString(name: string, text: string): InitScript {
    return new InitScript(name, text, undefined);
  }

  /**
   * A script from a file, `.sql`, `.sh`, `.sql.gz`, `.sql.xz` or `.sql.zst`.
   *
   * @param path of the file
   * @param name of the script; that of the file when not given
   */
  public static fromFile(path: string, name?: string): InitScript {
    const place = { construct: 'InitScript.fromFile', property: 'path' };
    if (!existsSync(path) || !statSync(path).isFile()) refuse(place, path, 'must be a file that exists');
    const content = readFileSync(path);
    const scriptName = name ?? basename(path);
    if (COMPRESSED.test(scriptName)) return new InitScript(scriptName, undefined, content.toString('base64'));
    // Other bytes would become question marks without a word.
    if (!isUtf8(content)) refuse(place, path, 'must be text in UTF-8, or compressed with its name ending in .sql.gz, .sql.xz or .sql.zst');
    return new InitScript(scriptName, content.toString('utf8'), undefined);
  }

  private constructor(
    /** Name of the script; scripts run in the order of their names. */
    public readonly name: string,
    /** Text of the script, unless it is compressed. */
    public readonly text?: string,
    /** Compressed script, in base64. */
    public readonly compressed?: string,
  ) {}
}

/** Properties of `InitScripts`. */
export interface InitScriptsProps extends MetadataProps {
  /**
   * Name of the ConfigMap.
   *
   * @default - from the path of the construct
   */
  readonly name?: string;

  /**
   * The scripts. They run in the order of their names, byte by byte, so a list in another order is refused.
   *
   * @default - none
   */
  readonly scripts?: InitScript[];

  /**
   * Name of a ConfigMap that exists and has scripts, too. All scripts run in the order of their names.
   *
   * @default - none
   */
  readonly existingConfigMap?: string;
}

/**
 * Scripts that run once, when the database is first made, in the order of their names, connected to the
 * database as the application's role, which is a superuser for that time. A failing script undoes the whole
 * first start. A later change of a script does nothing to a database that exists.
 */
export class InitScripts extends Construct {
  /** Name of the ConfigMap that was made, or undefined when there are no scripts of one's own. */
  public readonly configMapName?: string;

  private readonly configMaps: string[];

  /** Refuses two scripts of one name, a list in another order, an unknown kind of file and more than a ConfigMap holds. */
  public constructor(scope: Construct, id: string, props: InitScriptsProps = {}) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.initScripts);
    const { name, scripts = [], existingConfigMap } = props;
    const place = (property: string) => ({ construct: this.node.path, property: `initScripts.${property}` });
    if (name !== undefined) requireDnsSubdomain(place('name'), name);
    if (existingConfigMap !== undefined) requireDnsSubdomain(place('existingConfigMap'), existingConfigMap);
    requireScripts(place, scripts);

    const texts = scripts.filter(({ text }) => text !== undefined).map((script) => [script.name, script.text]);
    const compressed = scripts.filter(({ text }) => text === undefined).map((script) => [script.name, script.compressed]);
    if (scripts.length > 0) {
      this.configMapName = new kplus.ConfigMap(this, 'ConfigMap', {
        metadata: objectMetadata(this, name, props),
        data: Object.fromEntries(texts),
        binaryData: Object.fromEntries(compressed),
      }).name;
    }
    this.configMaps = [this.configMapName, existingConfigMap].filter((configMap) => configMap !== undefined);
  }

  /** A volume with all scripts, for `/docker-entrypoint-initdb.d`. */
  public toVolume(name: string): k8s.Volume {
    const defaultMode = 0o555;
    const [first, second] = this.configMaps;
    if (second !== undefined) {
      return { name, projected: { defaultMode, sources: this.configMaps.map((configMap) => ({ configMap: { name: configMap } })) } };
    }
    return first === undefined ? { name, emptyDir: {} } : { name, configMap: { name: first, defaultMode } };
  }
}

const PLAIN = /\.(sql|sh)$/;
const COMPRESSED = /\.sql\.(gz|xz|zst)$/;

// What etcd takes in one object, less what names and metadata need (kubernetes ValidateConfigMap).
const CONFIG_MAP_BYTES = 1024 * 1024;

function requireScripts(place: (property: string) => { construct: string; property: string }, scripts: InitScript[]): void {
  scripts.forEach(({ name, text, compressed }, index) => {
    const where = place(`scripts[${index}]`);
    requireDataKey(where, name);
    if (text !== undefined && COMPRESSED.test(name)) refuse(where, name, 'must be read by InitScript.fromFile, since a text is not compressed');
    if (![PLAIN, COMPRESSED].some((kind) => kind.test(name))) refuse(where, name, 'must end in .sql, .sh, .sql.gz, .sql.xz or .sql.zst, or it would not be run');
    const previous = scripts[index - 1]?.name;
    if (previous === name) refuse(where, name, 'must not have the name of another script');
    if (previous !== undefined && previous > name) {
      refuse(where, name, `must not come after ${previous}: scripts run in the order of their names; begin the names with numbers such as 01-`);
    }
    if (text === undefined && compressed === undefined) refuse(where, name, 'must have a text; make it with InitScript.fromString or InitScript.fromFile');
  });
  const texts = Object.fromEntries(scripts.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]])));
  const compressed = scripts.reduce((sum, { name, compressed: content }) => (
    content === undefined ? sum : sum + Buffer.byteLength(name) + Buffer.from(content, 'base64').length), 0);
  requireFits(place('size of scripts in bytes'), sizeOfFiles(texts, compressed));
}

/** The bytes of all names and texts, and more, in digits. */
const sizeOfFiles = expression('sizeOfFiles', (texts: { [name: string]: string }, more: number): string => (
  `${Object.entries(texts).reduce((sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text), more)}`), {
  parameters: ['texts', 'more'],
  body: () => '{{ $sum := .more }}{{ range $name, $text := .texts }}{{ $sum = add $sum (len $name) (len $text) }}{{ end }}{{ $sum }}',
});

const requireFits = rule('fitsIntoConfigMap', (bytes: string) => Number(bytes) <= CONFIG_MAP_BYTES, `must be at most ${CONFIG_MAP_BYTES}, so that all of them fit into one ConfigMap`,
  { breach: (_call, bytes) => `gt (int64 ${bytes}) ${CONFIG_MAP_BYTES}` });
