import { Values } from '../helm/values';

/** Who may reach the database over the network, and who may stop it. */
export const NETWORK = {
  networkPolicy: Values.optional({
    allowExternal: Values.boolean({
      description: 'Whether everybody may connect. Otherwise only pods of the same namespace with the label <name>-client: "true", where <name> is that of the StatefulSet.',
    }),
    extraIngress: Values.list(Values.kubernetes('networking.k8s.io/v1.NetworkPolicyIngressRule'), {
      optional: true, description: 'Further rules for connections to the pod, such as for clients in other namespaces.',
    }),
    extraEgress: Values.list(Values.kubernetes('networking.k8s.io/v1.NetworkPolicyEgressRule'), {
      optional: true, description: 'Further rules for connections that the server makes; without them it can ask for names and nothing else.',
    }),
  }, { description: 'A NetworkPolicy, closed but for named clients. The network of the cluster must enforce policies.' }),
  pdb: Values.object({
    create: Values.boolean({ description: 'Whether it is made.' }),
    minAvailable: Values.integer({ optional: true, minimum: 0, maximum: 2147483647, description: 'Pods that must stay: only 0, or no node could ever be drained.' }),
    maxUnavailable: Values.integer({ optional: true, minimum: 0, maximum: 2147483647, description: 'Pods that may be missing: at least 1, which is also meant when it is left out.' }),
  }, { description: 'A PodDisruptionBudget, which lets the node of the only server be drained.' }),
};
