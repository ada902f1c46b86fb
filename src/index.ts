export * from './helm';
export * from './postgres';
export { LinearApp } from './synth/linear-app';
