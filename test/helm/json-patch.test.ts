import { ApiObject, JsonPatch, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HelmPackage, Values } from '../../src/helm';

const AFFINITY = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {} }] } };

function packageOf(define: (scope: Construct, affinity: any) => void): HelmPackage {
  return HelmPackage.of({
    name: 'patched', version: '1.0.0', values: { affinity: Values.kubernetes('v1.Affinity') }, define: (scope, { affinity }) => { define(scope, affinity); },
  });
}

function pod(scope: Construct): kplus.Pod {
  return new kplus.Pod(scope, 'pod', { containers: [{ image: 'nginx' }] });
}

test.each<[string, (scope: Construct, affinity: any) => void]>([
  ['as the value of a patch, at a place that the classes of the Kubernetes API know', (scope, affinity) => (
    ApiObject.of(pod(scope)).addJsonPatch(JsonPatch.add('/spec/affinity', affinity)))],
  ['inside the value of a patch', (scope, affinity) => (
    new ApiObject(scope, 'pod', { apiVersion: 'v1', kind: 'Pod' }).addJsonPatch(JsonPatch.add('/spec', { containers: [], affinity })))],
  ['beside a struct that needs no patch', (scope, affinity) => {
    const object = new kplus.k8s.KubePod(scope, 'pod', { spec: { containers: [], affinity } });
    object.addJsonPatch(JsonPatch.add('/spec/overhead', {}), JsonPatch.add('/spec/affinity', affinity));
  }],
])('a struct goes through a JsonPatch: %s', (_where, define) => {
  const patched = packageOf((scope, affinity) => affinity && define(scope, affinity));
  for (const affinity of [AFFINITY, { podAffinity: {} }]) {
    const [object] = patched.synth({ affinity });
    expect(object.spec.affinity).toEqual(affinity);
    expect(patched.evaluate({ affinity })).toEqual(patched.synth({ affinity }));
  }
  expect(patched.evaluate()).toEqual([]);
});

test.each<[string, (scope: Construct, affinity: any) => void, RegExp]>([
  ['into the metadata', (scope, affinity) => ApiObject.of(pod(scope)).addJsonPatch(JsonPatch.add('/metadata/annotations', { affinity })), /stands in the metadata of/],
  ['as a text', (scope, affinity) => {
    new kplus.k8s.KubeConfigMap(scope, 'map', { data: { affinity: JSON.stringify(affinity) } });
  }, /affinity is handed through as it is, but the construct lists its properties/],
  ['as a text that is made late', (scope, affinity) => {
    new ApiObject(scope, 'map', { apiVersion: 'v1', kind: 'ConfigMap', data: { affinity: Lazy.any({ produce: () => JSON.stringify(affinity) }) } } as any);
  }, /affinity is handed through as it is, but .* makes a text of it/],
  ['as the length of a text that is made late', (scope, affinity) => {
    new ApiObject(scope, 'map', { apiVersion: 'v1', kind: 'ConfigMap', data: { size: Lazy.any({ produce: () => `${JSON.stringify(affinity).length}` }) } } as any);
  }, /affinity is handed through as it is, but .* makes a text of it/],
])('a struct is refused %s', (_where, define, sentence) => {
  const patched = packageOf((scope, affinity) => affinity && define(scope, affinity));
  expect(() => patched.synth({ affinity: AFFINITY })).toThrow(sentence);
  expect(() => patched.evaluate()).toThrow(sentence);
});
