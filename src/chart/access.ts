import { LABEL_KEY, LABEL_VALUE, OBJECT_NAME, SERVICE_NAME } from './limits';
import { Values } from '../helm/values';

/** By which names, addresses and labels the database is reached and found. */
export const ACCESS = {
  service: Values.optional({
    name: Values.string({ optional: true, ...SERVICE_NAME, description: 'Its name; that of the release when empty.' }),
    type: Values.enumeration(['ClusterIP', 'NodePort', 'LoadBalancer'], { default: 'ClusterIP', description: 'Its kind.' }),
    port: Values.integer({ optional: true, minimum: 1, maximum: 65535, description: 'Port for applications; that of the server when left out.' }),
    nodePort: Values.integer({ optional: true, minimum: 30000, maximum: 32767, description: 'Port on each node; not for the type ClusterIP.' }),
    annotations: Values.map(Values.string(), { optional: true, ...LABEL_KEY, description: 'Its annotations.' }),
    loadBalancerSourceRanges: Values.list(Values.string({
      pattern: '^([0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9a-fA-F:]+/[0-9]{1,3})$', examples: ['10.0.0.0/8', '192.168.10.0/24'],
    }), { optional: true, description: 'Addresses that may connect to a load balancer.' }),
  }, { enabled: true, description: 'A Service with an address of its own for applications. Switch it before the first installation only: the name of the other Service depends on it, which can never be changed.' }),
  headlessService: Values.object({
    name: Values.string({ optional: true, ...SERVICE_NAME, description: 'Its name; that of the release with -headless behind it when empty, or without when service is off.' }),
    annotations: Values.map(Values.string(), { optional: true, ...LABEL_KEY, description: 'Its annotations.' }),
  }, { description: 'The Service that gives the pod its name.' }),
  tls: Values.optional({
    existingSecret: Values.string({ default: 'postgres-tls', ...OBJECT_NAME, description: 'Secret with tls.crt and tls.key.' }),
    required: Values.boolean({ default: true, description: 'Whether connections that are not encrypted are refused.' }),
  }, { description: 'Encryption of connections.' }),
  selectorLabels: Values.map(Values.string(LABEL_VALUE), { optional: true, ...LABEL_KEY, description: 'Labels by which the pod is found; they can never be changed.' }),
  podLabels: Values.map(Values.string(LABEL_VALUE), { optional: true, ...LABEL_KEY, description: 'Further labels of the pod. A changed one restarts the server.' }),
  podAnnotations: Values.map(Values.string(), { optional: true, ...LABEL_KEY, description: 'Annotations of the pod. A changed one restarts the server.' }),
  commonLabels: Values.map(Values.string(LABEL_VALUE), { optional: true, ...LABEL_KEY, description: 'Labels of every object; never part of a selector.' }),
  commonAnnotations: Values.map(Values.string(), { optional: true, ...LABEL_KEY, description: 'Annotations of every object.' }),
};
