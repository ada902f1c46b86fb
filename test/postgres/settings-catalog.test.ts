import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { Client, DatabaseError } from 'pg';
import { memoryUnits, timeUnits, unitNames, unitsLike } from '../../src/expressions/setting-value';
import { describeInvalidValue, findSetting, majors, Setting, settingNames, settingNumber } from '../../src/postgres/settings-catalog';
import { collectAll, renderCatalog, settingsWithModules, startWithModules } from '../../tools/collect-settings';
import { describeWithPostgres } from '../support/postgres-binaries';
import { RealPostgres, ServerRefuses } from '../support/real-postgres';

// Real servers are the truth here: what a server refuses, the catalogue must refuse, and nothing else.
describeWithPostgres('the catalogue of settings and real servers', () => {
  const servers = new Map<string, RealPostgres>();
  const clients = new Map<string, Client>();

  beforeAll(async () => {
    await Promise.all(majors.map(async (major) => {
      const server = await startWithModules(major);
      servers.set(major, server);
      clients.set(major, await server.connect());
      await clients.get(major)!.query("SET log_min_messages = 'panic'; SET log_min_error_statement = 'panic'");
    }));
  }, 120_000);

  afterAll(async () => {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  });

  test('the generated file is what the servers say now', async () => {
    if (process.platform !== 'linux') {
      process.stderr.write('\n*** NOT TESTED: the catalogue is collected on Linux; servers on other systems have other settings.\n\n');
      return;
    }
    const all = majors.map((major) => servers.get(major)!);
    const now = renderCatalog(all.map((server) => server.version), await collectAll(all));
    const committed = readFileSync(join(__dirname, '../../src/postgres/settings-catalog.generated.ts'), 'utf8');
    expect(now.split('\n')).toEqual(committed.split('\n'));
  }, 120_000);

  describe.each(majors)('PostgreSQL %s', (major) => {
    /** What the server says against a value; ALTER SYSTEM judges settings of every context, and changes nothing that runs. */
    async function refusal(name: string, value: string): Promise<string | undefined> {
      try {
        await clients.get(major)!.query(`ALTER SYSTEM SET ${name} = '${value.replace(/'/g, "''")}'`);
        return undefined;
      } catch (error) {
        if (error instanceof DatabaseError && REFUSALS.includes(error.code!)) return error.message;
        throw error;
      }
    }

    /** The cases in which catalogue and server differ. */
    async function differences(name: string, values: readonly string[]): Promise<string[]> {
      const found: string[] = [];
      for (const value of values.filter((one) => !isDecidedElsewhere(name, one, major))) {
        const ours = describeInvalidValue(name, value, major);
        const theirs = await refusal(name, value);
        if ((ours === undefined) !== (theirs === undefined)) {
          found.push(`${name} = '${value}': the server says ${theirs ?? 'yes'}, the catalogue says ${ours ?? 'yes'}`);
        }
      }
      await clients.get(major)!.query('ALTER SYSTEM RESET ALL');
      return found;
    }

    test('every setting is judged as by the server at, inside and outside its limits', async () => {
      const found: string[] = [];
      for (const setting of judgedByCatalog(major)) found.push(...await differences(setting.name, telltaleValues(setting)));
      expect(found).toEqual([]);
    }, 120_000);

    test('random values are judged as by the server', async () => {
      const settings = judgedByCatalog(major);
      const ofType = (type: string) => fc.constantFrom(...settings.filter((setting) => setting.type === type));
      const setting = fc.oneof(ofType('bool'), ofType('enum'), ofType('real'), { arbitrary: ofType('integer'), weight: 4 });
      await fc.assert(fc.asyncProperty(setting.chain((one) => fc.tuple(fc.constant(one.name), randomValue(one))), async ([name, value]) => {
        expect(await differences(name, [value])).toEqual([]);
      }), { seed: 14151617, numRuns: 500 });
    }, 120_000);

    test('random numbers are read as the server reads them', async () => {
      const client = clients.get(major)!;
      const names = ['work_mem', 'temp_buffers', 'log_parameter_max_length_on_error', 'wal_sender_timeout', 'extra_float_digits', 'random_page_cost', 'vacuum_cost_delay'];
      const setting = fc.constantFrom(...names.map((name) => findSetting(name, major)!));
      let accepted = 0;
      await fc.assert(fc.asyncProperty(setting.chain((one) => fc.tuple(fc.constant(one.name), randomNumber(one))), async ([name, value]) => {
        const number = settingNumber(name, value, major);
        if (number === undefined) return;
        await client.query('SELECT set_config($1, $2, false)', [name, value]);
        const { rows } = await client.query('SELECT setting FROM pg_settings WHERE name = $1', [name]);
        // pg_settings shows six digits of a number that may have a fraction.
        const tolerance = findSetting(name, major)!.type === 'real' ? Math.abs(number) * 1e-5 : 0;
        expect(Math.abs(number - Number(rows[0].setting))).toBeLessThanOrEqual(tolerance);
        accepted++;
      }), { seed: 18171615, numRuns: 500 });
      expect(accepted).toBeGreaterThan(50);
    }, 120_000);

    // Only the file is asked for names of extensions: up to 16, ALTER SYSTEM takes none of a module that is not loaded.
    test.each([
      'work_mem', 'WORK_MEM', 'sort_mem', 'timezone', 'wrk_mem', 'work-mem', 'vacuum_defer_cleanup_age', 'ssl_groups', 'ssl_ecdh_curve',
      'my_module.thing', 'My_Module._1', 'größe.ß', 'my_module.1', '1my.thing', 'my_module.', '.thing', 'my-module.thing', 'my_module.a.b',
    ])('the name %p in postgresql.conf is judged as by the server', async (name) => {
      const server = servers.get(major)!;
      const value = findSetting(name, major)?.type === 'string' ? 'UTC' : '1024';
      server.writeConfiguration('postgresql.conf', `${settingsWithModules(major)}${name} = '${value}'\n`);
      const refused = await server.reload().catch((error: Error) => error);
      if (refused) expect(refused).toBeInstanceOf(ServerRefuses);
      expect([describeInvalidValue(name, value, major) !== undefined, refused]).toEqual([refused !== undefined, refused]);
    });

    test.each(['server_version', 'transaction_isolation', 'auto_explain.log_mn_duration', 'plpgsql.nothing'])('%p is refused', async (name) => {
      expect(describeInvalidValue(name, '1', major)).toBeDefined();
      expect(await refusal(name, '1')).toBeDefined();
    });
  });
});

// invalid_parameter_value, undefined_object, cant_change_runtime_param, invalid_name
const REFUSALS = ['22023', '42704', '55P02', '42602'];

// What no catalogue can know: it depends on the machine, on how the server was built, or on other settings.
function isDecidedElsewhere(name: string, value: string, major: string): boolean {
  const number = settingNumber(name, value, major) ?? 0;
  switch (name) {
    // Not above the stack that the operating system allows, which may be as little as 8 MB.
    case 'max_stack_depth': return number > 4096;
    // All processes together are at most 262143.
    case 'autovacuum_max_workers':
    case 'max_connections':
    case 'max_wal_senders':
    case 'max_worker_processes': return number > 250_000 && number <= 262_143;
    // Libraries that these servers were built without.
    case 'default_toast_compression':
    case 'io_method':
    case 'wal_compression': return ['lz4', 'zstd', 'io_uring'].includes(value.toLowerCase());
    // Refused by ALTER SYSTEM alone, which it switches off.
    case 'allow_alter_system': return true;
    default: return false;
  }
}

// Texts are judged by the server alone.
function judgedByCatalog(major: string): Setting[] {
  return settingNames(major).map((name) => findSetting(name, major)!).filter(({ type }) => type !== 'string');
}

function telltaleValues({ type, min = -1, max = 1e6, unit, values = [], hidden = [] }: Setting): string[] {
  if (type === 'bool') return ['on', 'OFF', 'maybe'];
  if (type === 'enum') return ['on', 'OFF', 'maybe', '', ...values, ...hidden];
  const numbers = [min - 1, min, -1, 0, 1, 15, 16, 17, 127, 128, max - 1, max, max + 1].map(String);
  const units = unit === undefined ? ['kB', 'ms'] : Object.keys(unitsLike(unit));
  return [...new Set([...numbers, `1${units[0]}`, `1.5${units[1]}`, `1${otherCase(units[1])}`, '1XB', 'on', ''])];
}

function randomValue(setting: Setting): fc.Arbitrary<string> {
  const garbage = fc.string({ unit: fc.constantFrom(...'onyetrufals0123456789.+-eExXpP kMGTBms\t'), maxLength: 7 });
  const word = fc.tuple(fc.constantFrom('true', 'false', 'yes', 'no', 'on', 'off', ...setting.values ?? []), fc.nat(8), fc.boolean())
    .map(([text, length, isUpper]) => isUpper ? text.slice(0, length).toUpperCase() : text.slice(0, length + 6));
  const isNumber = setting.type === 'integer' || setting.type === 'real';
  return fc.oneof({ arbitrary: isNumber ? randomNumber(setting) : word, weight: 6 }, word, garbage);
}

function otherCase(unit: string): string {
  return unit === unit.toLowerCase() ? unit.toUpperCase() : unit.toLowerCase();
}

function randomNumber({ min = -10, max = 1e9, unit: base }: Setting): fc.Arbitrary<string> {
  const [least, most] = [Math.ceil(min), Math.floor(max)];
  const number = fc.oneof(
    fc.integer({ min: least - 3, max: Math.min(most, Number.MAX_SAFE_INTEGER) }), fc.integer({ min: least - 1, max: least + 300 }),
    fc.constantFrom(min, max, min - 1, max + 1), fc.integer({ min: -4, max: 40 }).map((n) => n / 2),
    fc.double({ min: -1000, max: 100_000, noNaN: true }),
  );
  const written = fc.tuple(number, fc.constantFrom(
    (n: number) => `${n}`, (n: number) => `+${n}`, (n: number) => n.toFixed(3), (n: number) => n.toExponential(),
    (n: number) => `0x${Math.abs(Math.round(n)).toString(16)}`, (n: number) => `0${Math.abs(Math.round(n)).toString(8)}`,
    (n: number) => `${Math.round(n)}.`, (n: number) => `.${Math.abs(Math.round(n))}`, (n: number) => `0x${Math.abs(Math.round(n)).toString(16)}.8p-1`,
  )).map(([n, write]) => write(n));
  const own = base === undefined ? [''] : unitNames(base);
  const foreign = [...Object.keys(memoryUnits), ...Object.keys(timeUnits), 'GiB', 'minutes', 'x'];
  const unit = fc.oneof({ arbitrary: fc.constantFrom('', ...own), weight: 4 }, fc.constantFrom(...own.map(otherCase)), fc.constantFrom(...foreign));
  const space = fc.constantFrom('', '', '', ' ', '\t', '  ', '\v', '\u00a0');
  return fc.tuple(space, written, space, unit, space).map((parts) => parts.join(''));
}
