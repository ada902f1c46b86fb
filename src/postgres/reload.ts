import { k8s } from 'cdk8s-plus-28';
import { Resources } from './resources';

/** The small container beside the server that applies changed settings, certificates and passwords. */
export interface ReloadContainer {
  /**
   * Its resources. The trial of new settings needs some 20Mi.
   *
   * @default - 10m CPU and 32Mi of memory, at most 200m and 64Mi
   */
  readonly resources?: Resources;

  /**
   * Whether it has probes of its own: alive while its watch runs, ready when it finds the server ready.
   *
   * @default false
   */
  readonly probes?: boolean;
}

/** The probes of the container that reloads. They ask files, not the server, whose log they would fill. */
export const RELOAD_PROBES: { readonly livenessProbe: k8s.Probe; readonly readinessProbe: k8s.Probe } = {
  // The script runs twice, as itself and as the watch that it begins anew a minute after it ended. The brackets hide this command from itself.
  livenessProbe: {
    exec: { command: ['bash', '-c', 'mapfile -t found < <(grep -ls "reload[.]sh" /proc/[0-9]*/cmdline); [ "${#found[@]}" -ge 2 ]'] },
    periodSeconds: 30,
    timeoutSeconds: 10,
    failureThreshold: 6,
  },
  readinessProbe: {
    exec: { command: ['bash', '-c', 'mapfile -t lines <"$PGDATA/postmaster.pid" && [[ ${lines[7]:-} == ready* ]]'] },
    periodSeconds: 10,
    timeoutSeconds: 10,
    failureThreshold: 3,
  },
};
