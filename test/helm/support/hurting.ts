import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Program } from './proof';
import { HelmPackage, Values } from '../../../src/helm';

/** Values of every kind in every kind of position. */
interface EverywhereProps {
  readonly text: string;
  readonly name: string;
  readonly scalar: string;
  readonly items: string[];
  readonly entries: Record<string, string>;
  readonly count: number;
  readonly ratio: number;
}

class Everywhere extends Construct {
  public constructor(scope: Construct, id: string, { text, name, scalar, items, entries, count, ratio }: EverywhereProps) {
    super(scope, id);
    new kplus.k8s.KubePod(this, 'pod', {
      metadata: {
        labels: { exact: text, part: `v-${text}`, name },
        annotations: { 'example.com/text': text, 'example.com/name': `${name}.example.com`, 'example.com/count': `${count}`, ...entries },
      },
      spec: {
        hostname: name,
        priority: count,
        containers: [{
          name: 'main',
          image: `registry.example.com/${name}`,
          args: [text, `--text=${text}`, ...items, `--count=${count}`],
          env: [{ name: 'EXACT', value: text }, { name: 'SCALAR', value: scalar }, { name: 'PART', value: `<${text}>&'` }, { name: 'COUNT', value: `${count}` }],
        }],
      },
    });
    new kplus.k8s.KubeConfigMap(this, 'config', {
      data: {
        ...entries,
        exact: text,
        line: `a: ${text} # ${name}`,
        lines: `first\n  text = ${text}\n  scalar = '${scalar}'\n\nlast ${count}\n`,
        joined: items.join(','),
        loop: ['begin', ...items.map((item) => `  item ${item};`), 'end', ''].join('\n'),
        ratio: `${ratio}`,
      },
    });
  }
}

/** A program that puts its values wherever values are put. */
export const everywhere: Program = {
  name: 'everywhere',
  pkg: HelmPackage.of({
    name: 'everywhere',
    version: '1.0.0',
    values: {
      text: Values.string({ default: 'text' }),
      name: Values.string({ default: 'name', pattern: '^[0-9a-zA-Z][-.0-9a-zA-Z_]*$' }),
      scalar: Values.scalar({ default: 'on' }),
      items: Values.list(Values.string()),
      entries: Values.map(Values.string()),
      count: Values.integer({ default: 3 }),
      ratio: Values.number({ default: 0.5 }),
    },
    define: (scope, values) => new Everywhere(scope, 'everywhere', values),
  }),
};

/** Strings that quoting, templates, YAML or Go might change. */
export const HURTING_TEXTS: { readonly [what: string]: string } = {
  'nothing': '',
  'a blank': ' ',
  'blanks around': ' a ',
  'a line break': 'a\nb',
  'a line break at the end': 'a\n',
  'line breaks at the end': 'a\n\n\n',
  'line breaks at the begin': '\n\n a',
  'only a line break': '\n',
  'an indented line': 'a\n    b\n  c',
  'a carriage return': 'a\r\nb\r',
  'a tab': '\ta\tb\t',
  'single quotes': "it's ''",
  'double quotes': '"a" ""',
  'a backslash': 'a\\b\\',
  'escapes': '\\n \\t \\u0041 \\"',
  'an action of a template': '{{ .Values.text }}',
  'the end of an action': '}} {{',
  'half an action': '{{',
  'a comment of a template': '{{/* a */}}',
  'a verb of Printf': '%d %s %!s(MISSING) 100%',
  'a percent sign': '%',
  'zeros before': '0755',
  'hexadecimal': '0x1F',
  'a power of ten': '1e3',
  'a large number': '12345678901234567890',
  'a fraction': '1.10',
  'a number of base 60': '12:30:45',
  'yes': 'yes',
  'no': 'No',
  'on': 'on',
  'y': 'y',
  'true': 'true',
  'null': 'null',
  'tilde': '~',
  'not a number': '.nan',
  'a date': '2024-01-01',
  'a list': '[a, b]',
  'a mapping': '{a: b}',
  'an item': '- a',
  'a dash': '-',
  'a key': 'a: b',
  'a colon at the end': 'a:',
  'a comment': 'a # b',
  'only a comment': '# a',
  'an anchor': '&a',
  'an alias': '*a',
  'a tag': '!!int 3',
  'a block': '|',
  'a directive': '%YAML 1.2',
  'a document': '---\na: b\n...\n',
  'an at sign': '@a',
  'a back tick': '`a`',
  'markup': '<a href="x">&amp;</a>',
  'a comma': 'a,b',
  'a dollar sign': '$a ${b} $(c)',
  'a line separator': 'a\u2028b\u2029c',
  'a next line': 'a\u0085b',
  'a no-break space': '\u00a0a\u00a0',
  'a byte order mark': '\ufeffa',
  'control characters': 'a\u0001\u007f\u001b[0m',
  'umlauts': 'äöü ß',
  'an emoji': '👩‍👩‍👧 😀',
  'very long': 'long text '.repeat(1_000),
  'one long word': 'x'.repeat(10_000),
  'the name of a stand-in': 'release-name-everywhere',
};

/** Strings that fit into a pattern as for names, and that YAML takes for something else. */
export const HURTING_NAMES = ['0', '0755', '0b1', '0o7', '0x1F', '1e3', '1E6', '1_000', '1.5', '1.', '123456789', 'yes', 'No', 'ON', 'y', 'n', 'true', 'null', 'Infinity', '2024-01-01', '1-1', 'e', '12e03'];
