export * from './helm-package';
export * from './package-props';
export * from './release';
export * from './report';
export * from './value';
export * from './value-options';
export * from './value-set';
export * from './values';
