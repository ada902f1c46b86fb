import { describe } from './command';
import { Database } from './database';
import { Folder } from './folder';
import { FEAF, markNamespace, removeNamespace } from './namespaces';

/** The deployment of the document in its namespace: everything from the folder, as an operator does it. */
export class Feaf {
  /** A namespace, with labels if there are any, with the prerequisites of the document and nothing else. */
  public static async prepare(namespace = FEAF, labels: string[] = []): Promise<Feaf> {
    await removeNamespace(namespace);
    const feaf = new Feaf(namespace);
    await feaf.folder.run('kubectl apply -k prerequisites');
    await markNamespace(namespace, labels);
    const { status, ...rest } = await feaf.folder.script('create-credentials.sh');
    if (status !== 0) throw new Error(describe({ status, ...rest }));
    return feaf;
  }

  /** The database of the document, running. */
  public static async deploy(): Promise<Feaf> {
    const feaf = await Feaf.prepare();
    const result = await feaf.folder.script('apply-postgres.sh');
    if (result.status !== 0) throw new Error(`${describe(result)}\n${await feaf.database.explain()}`);
    return feaf;
  }

  public readonly folder: Folder;
  public readonly database: Database;

  private constructor(private readonly namespace: string) {
    this.folder = new Folder(namespace);
    this.database = new Database(namespace);
  }

  /** Removes the namespace with the database, and the folder. */
  public async remove(): Promise<void> {
    this.folder.remove();
    await removeNamespace(this.namespace);
  }
}
