// Usage: node bare.js <output folder>
// The least a cdk8s-plus-28 app needs for a database: one StatefulSet, its Service and a ConfigMap.
const { App, Chart } = require('cdk8s');
const kplus = require('cdk8s-plus-28');

const app = new App({ outdir: process.argv[2] });
const chart = new Chart(app, 'database');
const settings = new kplus.ConfigMap(chart, 'settings', { data: { 'postgresql.conf': "shared_buffers = '256MB'\n" } });
const service = new kplus.Service(chart, 'service', { ports: [{ port: 5432 }] });
const statefulSet = new kplus.StatefulSet(chart, 'stateful-set', {
  service,
  containers: [{ image: 'postgres:15', portNumber: 5432, envVariables: { POSTGRES_DB: kplus.EnvValue.fromValue('feaf') } }],
});
statefulSet.containers[0].mount('/etc/postgresql', kplus.Volume.fromConfigMap(chart, 'volume', settings));
app.synth();
