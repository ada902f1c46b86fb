// Usage: node -r ts-node/register/transpile-only write-small.ts <output folder> [--stats]
// A program as people write them: it writes one chart, and prints what `write` returned.
import * as kplus from 'cdk8s-plus-28';
import { HelmPackage, Values } from '../../../src/helm';

const pkg = HelmPackage.of({
  name: 'small',
  version: '1.2.3',
  values: { image: Values.string({ default: 'nginx', minLength: 1 }), debug: Values.boolean(), trace: Values.boolean() },
  define: (scope, { image, debug, trace }) => new kplus.ConfigMap(scope, 'settings', { data: { image, debug: debug ? 'on' : 'off', trace: trace ? 'on' : 'off' } }),
});
console.log(JSON.stringify(pkg.write(process.argv[2])));
