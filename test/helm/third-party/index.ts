import { clusterAutoscaler } from './cluster-autoscaler';
import { crds } from './crds';
import { debore } from './debore';
import { mongo } from './mongo';
import { plus } from './plus';
import { ThirdPartyProgram } from './program';
import { secretsStore } from './secrets-store';
import { selfCleanup } from './self-cleanup';

/** All constructs that others wrote and that can be packaged. */
export const thirdParty: readonly ThirdPartyProgram[] = [...plus, secretsStore, clusterAutoscaler, mongo, selfCleanup, debore, ...crds];
