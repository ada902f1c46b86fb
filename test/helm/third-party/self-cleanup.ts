import { SelfCleanup } from '@wheatstalk/cdk8s-self-cleanup';
import { KubeConfigMap } from 'cdk8s-plus-28/lib/imports/k8s';
import { ThirdPartyProgram, versionOf } from './program';
import { HelmPackage, Values } from '../../../src/helm';

const library = '@wheatstalk/cdk8s-self-cleanup';

/** A job that deletes what an earlier version of the chart made. */
export const selfCleanup: ThirdPartyProgram = {
  name: 'self-cleanup',
  library,
  version: versionOf(library),
  note: 'It labels all objects with a hash of their names, so those must be automatic, or decided by switches.',
  pkg: HelmPackage.of({
    name: 'self-cleanup',
    version: '1.0.0',
    values: {
      label: Values.enumeration(['self-cleanup', 'generation'], { default: 'self-cleanup', description: 'Label by which generations are told apart.' }),
      motd: Values.string({ default: 'Hello', description: 'Text for the users.' }),
      workers: Values.integer({ default: 4, minimum: 1, description: 'Number of workers.' }),
      extra: Values.optional({ text: Values.string({ minLength: 1 }) }, { description: 'One more object.' }),
      debug: Values.boolean({ description: 'Whether to say more.' }),
      theme: Values.enumeration(['light', 'dark'], { optional: true, description: 'Colours.' }),
    },
    define: (scope, values) => {
      new KubeConfigMap(scope, 'settings', {
        data: { motd: values.motd, workers: `${values.workers}`, ...(values.debug ? { debug: 'on' } : {}), ...(values.theme ? { theme: values.theme } : {}) },
      });
      if (values.extra) new KubeConfigMap(scope, 'extra', { data: { text: values.extra.text } });
      new SelfCleanup(scope, 'cleanup', { labelName: values.label });
    },
  }),
};
