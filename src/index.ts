export * from './postgres';
export { LinearApp } from './synth/linear-app';
