import { PATH } from './limits';
import { Values } from '../helm/values';

const PART_NAME = { pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 };

/** What the pod has beside the server. */
export const EXTRAS = {
  extraEnvVars: Values.list({
    name: Values.string({ pattern: '^[A-Za-z_][-._A-Za-z0-9]*$', maxLength: 200, description: 'Name, none of those that the deployment sets.' }),
    value: Values.string({ optional: true, description: 'Value.' }),
    valueFrom: Values.kubernetes('v1.EnvVarSource', { description: 'Where the value comes from.' }),
  }, { optional: true, description: 'Environment variables of the server and its init scripts.' }),
  extraVolumes: Values.list(Values.any(), { optional: true, description: 'Volumes of the pod, each as in a pod (v1.Volume).' }),
  extraVolumeMounts: Values.list({
    name: Values.string({ ...PART_NAME, description: 'Name of a volume.' }),
    mountPath: Values.string({ ...PATH, description: 'Where it is mounted.' }),
    subPath: Values.string({ optional: true, pattern: '^[^/\\x00-\\x1f].*$', description: 'The part of the volume that is mounted.' }),
    readOnly: Values.boolean({ description: 'Whether it may only be read.' }),
  }, { optional: true, key: 'mountPath', description: 'Mounts of the server and its init scripts.' }),
  sidecars: Values.list(Values.any(), { optional: true, description: 'Containers beside the server, each as in a pod (v1.Container); they do not see its socket.' }),
  initContainers: Values.list(Values.any(), { optional: true, description: 'Containers that run before the database is made or checked, each as in a pod (v1.Container).' }),
};
