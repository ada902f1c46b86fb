import { Feaf } from './support/feaf';
import { kubectl } from './support/kubectl';
import { FEAF } from './support/namespaces';

/** A way to break a deployment, and what verify-postgres.sh must say of it. */
interface Damage {
  readonly what: string;
  readonly damage: (feaf: Feaf) => Promise<unknown>;
  /** The checks that fail, the first with the reason; all others hold, or cannot be made. */
  readonly fails: string[];
  readonly reason: RegExp;
}

const patchSecret = async (values: { [key: string]: string | null }) =>
  kubectl(`patch secret feaf-secrets -n ${FEAF} --type merge -p '${JSON.stringify({ stringData: values })}'`);

// The password itself stays: the running database would take over another one.
const password = async () => kubectl(`get secret feaf-secrets -n ${FEAF} -o go-template='{{.data.POSTGRES_PASSWORD | base64decode}}'`);

const uri = (user: string, secret: string) => `postgresql://${user}:${secret}@feaf-postgres:5432/feaf`;

const DAMAGES: Damage[] = [
  {
    what: 'another password in the URI',
    damage: async () => patchSecret({ DATABASE_URL: uri('feaf_user', 'another') }),
    fails: ['secret'],
    reason: /DATABASE_URL has another password than POSTGRES_PASSWORD/,
  },
  {
    what: 'another user',
    damage: async () => patchSecret({ POSTGRES_USER: 'somebody' }),
    fails: ['secret', 'connectivity', 'queries'],
    reason: /DATABASE_URL has the user "feaf_user", POSTGRES_USER is "somebody"/,
  },
  {
    what: 'another database',
    damage: async () => patchSecret({ POSTGRES_DB: 'other' }),
    fails: ['secret', 'connectivity', 'queries'],
    reason: /DATABASE_URL has the database "feaf", POSTGRES_DB is "other"/,
  },
  {
    what: 'an empty key',
    damage: async () => patchSecret({ POSTGRES_DB: '' }),
    fails: ['secret'],
    reason: /Key POSTGRES_DB is missing or empty/,
  },
  {
    what: 'a URI that is none',
    damage: async () => patchSecret({ DATABASE_URL: 'feaf-postgres:5432' }),
    fails: ['secret'],
    reason: /DATABASE_URL cannot be read: it does not begin with postgresql:\/\//,
  },
  {
    what: 'no Secret at all',
    damage: async () => kubectl(`delete secret feaf-secrets -n ${FEAF}`),
    fails: ['secret'],
    reason: /feaf-secrets does not exist\. Create it: .*create-credentials\.sh/,
  },
  {
    what: 'a Service that selects nothing',
    damage: async () => kubectl(`patch service feaf-postgres -n ${FEAF} -p '{"spec":{"selector":{"app":"nothing"}}}'`),
    fails: ['service'],
    reason: /It leads nowhere: its selector "app=nothing" matches no pod/,
  },
  {
    what: 'a setting made by ALTER SYSTEM, which is a warning and so fails with --strict',
    damage: async ({ database }) => database.sql("ALTER SYSTEM SET deadlock_timeout = '2s'", 'postgres'),
    fails: ['settings'],
    reason: /Set by ALTER SYSTEM, which outlives every change of the manifests: deadlock_timeout/,
  },
  {
    what: 'a user that the database does not have',
    damage: async () => patchSecret({ POSTGRES_USER: 'somebody', DATABASE_URL: uri('somebody', await password()) }),
    fails: ['connectivity', 'queries'],
    reason: /User somebody cannot log in to database feaf over the network/,
  },
  {
    what: 'the pod scaled to 0',
    damage: async () => {
      await kubectl(`scale statefulset feaf-postgres -n ${FEAF} --replicas=0`);
      await kubectl(`wait --for=delete pod/feaf-postgres-0 -n ${FEAF} --timeout=60s`);
    },
    fails: ['statefulset', 'pod', 'service'],
    reason: /feaf-postgres is scaled to 0\. Start it: kubectl scale statefulset feaf-postgres -n feaf-dashboard --replicas=1/,
  },
];

// The log keeps what was asked in the name of wrong users; figures of a new pod come later, and not on every cluster.
const UNSTEADY = ['log', 'resources'];

describe('verify-postgres.sh fails and says why, with', () => {
  let feaf: Feaf;
  let secret: string;

  beforeAll(async () => {
    feaf = await Feaf.deploy();
    secret = await kubectl(`get secret feaf-secrets -n ${FEAF} -o json`);
  });

  afterAll(async () => feaf?.remove());

  /** Every check that is not ok, with its findings as one text. */
  async function problems(options = ''): Promise<{ status: number; checks: { [check: string]: string } }> {
    const { status, stdout } = await feaf.folder.execute(`./verify-postgres.sh --output json ${options}`);
    const { ok, checks } = JSON.parse(stdout);
    expect(status).toBe(ok ? 0 : 1);
    const findings = (check: { findings: { status: string; text: string }[] }) =>
      check.findings.filter((finding) => finding.status !== 'ok').map(({ text }) => text).join(' ');
    return {
      status,
      checks: Object.fromEntries(checks.filter((check: { status: string }) => check.status === 'failed').map((check: any) => [check.check, findings(check)])),
    };
  }

  /** As it was: the Secret with all its keys, the setting, and everything that the manifests say. */
  async function mend(): Promise<void> {
    const { metadata, ...rest } = JSON.parse(secret);
    await kubectl(`delete secret feaf-secrets -n ${FEAF} --ignore-not-found`);
    await kubectl('create -f -', { input: JSON.stringify({ ...rest, metadata: { name: metadata.name, namespace: metadata.namespace } }) });
    await feaf.database.sql('ALTER SYSTEM RESET deadlock_timeout', 'postgres').catch(() => undefined);
    await feaf.folder.run('kubectl apply -k .');
    await feaf.database.ready();
  }

  test('nothing: it holds before any damage', async () => {
    expect(await problems()).toEqual({ status: 0, checks: {} });
  });

  // That no other check fails shows as well that the damage before was mended.
  test.each(DAMAGES)('$what', async ({ damage, fails, reason }) => {
    await damage(feaf);
    try {
      const { status, checks } = await problems(fails.includes('settings') ? '--strict' : '');
      expect(checks[fails[0]]).toMatch(reason);
      expect(Object.keys(checks).filter((check) => !UNSTEADY.includes(check))).toEqual(fails);
      expect(status).toBe(1);
    } finally {
      await mend();
    }
  });

  test('nothing: it holds again when all is mended', async () => {
    expect(await problems()).toEqual({ status: 0, checks: {} });
  });
});
