import { ApiObject, JsonPatch } from 'cdk8s';
import { DeboredApp, DeboredOptions, IngressType } from 'cdk8s-debore';
import { Construct } from 'constructs';
import { RefusedProgram, ThirdPartyProgram, versionOf } from './program';
import { HelmPackage, Release, Values } from '../../../src/helm';

const library = 'cdk8s-debore';

const values = {
  image: Values.string({ default: 'nginx:1.27', minLength: 1, description: 'Container image.' }),
  replicas: Values.integer({ default: 2, minimum: 1, description: 'Number of pods.' }),
  port: Values.integer({ default: 80, minimum: 1, maximum: 65535, description: 'Port of the service.' }),
  containerPort: Values.integer({ optional: true, minimum: 1, maximum: 65535, description: 'Port on which the container listens.' }),
  ingress: Values.enumeration(['SERVICE_LOADBALANCER', 'CLUSTER_IP', 'NGINX_INGRESS'], { default: 'CLUSTER_IP', description: 'How the application is reached.' }),
  resources: Values.optional({
    limits: Values.object({ cpu: Values.string({ optional: true }), memory: Values.string({ optional: true }) }),
    requests: Values.object({ cpu: Values.string({ default: '100m', minLength: 1 }), memory: Values.string({ optional: true }) }),
  }, { description: 'What a pod gets.' }),
};

/** The application, with the selectors that the library makes of an identifier that constructs have no more. */
class App extends Construct {
  public constructor(scope: Construct, id: string, options: DeboredOptions) {
    super(scope, id);
    const app = { app: Release.name() };
    for (const object of new DeboredApp(this, 'app', options).node.findAll().filter(ApiObject.isApiObject)) {
      if (object.kind === 'Service') object.addJsonPatch(JsonPatch.replace('/spec/selector', app));
      if (object.kind === 'Deployment') {
        object.addJsonPatch(JsonPatch.replace('/spec/selector/matchLabels', app), JsonPatch.replace('/spec/template/metadata/labels', app));
      }
    }
  }
}

/** A web application as in the library's example, of a fixed size. */
export const debore: ThirdPartyProgram = {
  name: 'debore',
  library,
  version: versionOf(library),
  note: 'Written for cdk8s 0.20; npm is told to give it 2. Its selectors are mended by a JSON patch, and its Ingress is of an API that Kubernetes has no more.',
  pkg: HelmPackage.of({
    name: 'debore',
    version: '1.0.0',
    values,
    define: (scope, { ingress, replicas, ...options }) => new App(scope, 'web', {
      ...options, namespace: Release.namespace(), defaultReplicas: replicas, ingress: IngressType[ingress],
    }),
  }),
};

/** The same with an autoscaler, whose upper limit the library computes. */
export const deboreAutoscaled: RefusedProgram = {
  name: 'debore-autoscaled',
  library,
  version: versionOf(library),
  reason: 'It multiplies the number of pods by ten, for the upper limit of the autoscaler.',
  error: /replicas.*hpa.*maxReplicas/s,
  pkg: HelmPackage.of({
    name: 'debore',
    version: '1.0.0',
    values: { ...values, autoScale: Values.boolean({ description: 'Whether the number of pods follows the load.' }) },
    define: (scope, { ingress, replicas, ...options }) => new App(scope, 'web', {
      ...options, namespace: Release.namespace(), defaultReplicas: replicas, ingress: IngressType[ingress],
    }),
  }),
};
