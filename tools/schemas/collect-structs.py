#!/usr/bin/env python3
"""Writes src/helm/kubernetes-schemas.generated.ts: the JSON schemas of the structs of Kubernetes that a value of a Helm chart may have.

    python3 tools/schemas/collect-structs.py [--wheel FILE]

The source is the wheel of collect.py, in its strict form. Of all versions in it only the newest is kept, so that charts can use
new fields; an older cluster judges itself what it does not know. Every definition is kept but the lists of objects, which only a
server answers. The schemas are made for Helm, which shows a user what its validator says: no field is said to be null as well, though
Kubernetes takes that, and nothing is oneOf or anyOf, whose messages name no key. The same wheel gives the same bytes.
"""
import json
import re
import sys

# The import would leave a folder of compiled Python in the repository.
sys.dont_write_bytecode = True
import collect

TARGET = collect.HERE.parents[1] / 'src/helm/kubernetes-schemas.generated.ts'

# Structs that several groups share belong to no group; they are called as if they were of the core group, as their users do.
PACKAGES_WITHOUT_GROUP = ['io.k8s.apimachinery.pkg.apis.meta.v1']
PACKAGES_WITHOUT_VERSION = ['io.k8s.apimachinery.pkg.api.resource', 'io.k8s.apimachinery.pkg.runtime', 'io.k8s.apimachinery.pkg.util.intstr']
# What a server says of itself.
LEFT_OUT = ['io.k8s.apimachinery.pkg.version']

# The grammar of k8s.io/apimachinery/pkg/api/resource, in what Go and JavaScript both understand. A pattern is no matter for numbers.
QUANTITY = '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$'
REWRITTEN = {
    'io.k8s.apimachinery.pkg.api.resource.Quantity': {'type': ['string', 'number'], 'pattern': QUANTITY},
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {'type': ['integer', 'string']},
    # What kubectl writes for users to paste has `creationTimestamp: null`.
    'io.k8s.apimachinery.pkg.apis.meta.v1.Time': {'type': ['string', 'null']},
}

KEPT_WORDS = {'$ref', 'additionalProperties', 'enum', 'items', 'properties', 'required', 'type'}
# Helm would refuse some formats, such as a date-time that Kubernetes takes, and does not know the others.
DROPPED_WORDS = {'description', 'format'}


def main():
    with collect.opened_wheel(__doc__) as archive:
        version = collect.choose_versions(archive)[-1]
        definitions = collect.read_definitions(archive, version)['$defs']
    names = types_of(definitions)
    structs = {names[name]: rewrite(definitions[name], name, names) for name in names}
    text = ''.join(f'{name} {json.dumps(structs[name], sort_keys=True, separators=(",", ":"))}\n' for name in sorted(structs))
    if re.search(r'[`\\]|\$\{', text):
        sys.exit('A schema has a character that means something between the backticks of TypeScript. Escape it.')
    TARGET.write_text(f"""\
// Written by `python3 tools/schemas/collect-structs.py` from PyPI {collect.PACKAGE} {collect.PACKAGE_VERSION} (OpenAPI of Kubernetes, Apache-2.0). Do not edit.

export const kubernetesVersion = '{version.removeprefix("v")}';

/** A line for each type: its name and its JSON schema. */
export const kubernetesStructs: string = `\\
{text}`;
""")
    print(f'{len(structs)} structs of Kubernetes {version}, {TARGET.stat().st_size / 1e3:.0f} kB')


def types_of(definitions):
    """What users call each definition that is kept."""
    groups = {}
    for name, schema in definitions.items():
        for kind in schema.get('x-kubernetes-group-version-kind', []):
            groups.setdefault(package_of(name), set()).add(f'{kind["group"]}/{kind["version"]}'.lstrip('/'))

    names = {}
    for name, schema in definitions.items():
        package, kind = package_of(name), kind_of(name)
        if package in LEFT_OUT or is_list(name, schema):
            continue
        if package in PACKAGES_WITHOUT_VERSION:
            names[name] = kind
        elif package in PACKAGES_WITHOUT_GROUP:
            names[name] = f'{package.split(".")[-1]}.{kind}'
        elif len(groups.get(package, [])) == 1:
            names[name] = f'{next(iter(groups[package]))}.{kind}'
        else:
            sys.exit(f'{name}: its package is of the groups {sorted(groups.get(package, []))}; exactly one was expected.')

    taken = {}
    for name, called in names.items():
        other = taken.setdefault(pointer_of(called), name)
        if other != name:
            sys.exit(f'{name} and {other} would both be called {called}. Call one of them otherwise.')
    return names


def package_of(name):
    return name.rpartition('.')[0]


def kind_of(name):
    return name.rpartition('.')[2]


def is_list(name, schema):
    return kind_of(name).endswith('List') and 'x-kubernetes-group-version-kind' in schema


def pointer_of(called):
    """A key that needs no escaping in a JSON pointer."""
    return called.replace('/', '.')


def rewrite(schema, name, names):
    if name in REWRITTEN:
        return REWRITTEN[name]
    unknown = [word for word in schema if word not in KEPT_WORDS | DROPPED_WORDS and not word.startswith('x-kubernetes-')]
    if unknown:
        sys.exit(f'{name}: it is not known yet what to do with {unknown}.')
    if '$ref' in schema:
        # Draft 7 passes over what stands beside a reference.
        return {'$ref': '#/definitions/' + pointer_of(names[schema['$ref'].removeprefix(collect.REFERENCE)])}
    kept = {word: value for word, value in schema.items() if word in KEPT_WORDS}
    if isinstance(kept.get('type'), list):
        [kept['type']] = [word for word in kept['type'] if word != 'null']
    if 'properties' in kept:
        if kept.get('additionalProperties') is not False:
            sys.exit(f'{name}: a struct takes any field, but the source was to be strict.')
        kept['properties'] = {field: rewrite(value, f'{name}.{field}', names) for field, value in kept['properties'].items()}
    for word in ['items', 'additionalProperties']:
        if isinstance(kept.get(word), dict):
            kept[word] = rewrite(kept[word], f'{name}.{word}', names)
    return kept


if __name__ == '__main__':
    main()
