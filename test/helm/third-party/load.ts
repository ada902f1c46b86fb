import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import * as cdk8s from 'cdk8s';
import * as constructs from 'constructs';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { folderOf } from './program';

/** Modules by the name under which they are imported. */
export type Modules = { readonly [name: string]: unknown };

/**
 * A file of an installed package as it is, with the modules that it imports given: for packages of ECMAScript modules, which Jest cannot load,
 * and for those that load what they do not need.
 */
export function load<M>(library: string, file: string, others: Modules = {}): M {
  return loadFile(join(folderOf(library), file), { cdk8s, constructs, ...others }) as M;
}

function loadFile(path: string, modules: Modules): unknown {
  const { outputText } = transpileModule(readFileSync(path, 'utf8'), { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } });
  const importModule = (name: string): unknown => {
    if (name.startsWith('.')) return loadFile(join(dirname(path), name.endsWith('.js') ? name : `${name}.js`), modules);
    if (!(name in modules)) throw new Error(`${path} imports ${name}, which it is not given.`);
    return modules[name];
  };
  const loaded = { exports: {} };
  new Function('module', 'exports', 'require', outputText)(loaded, loaded.exports, importModule);
  return loaded.exports;
}
