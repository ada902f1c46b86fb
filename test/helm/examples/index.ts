import { agent } from './agent';
import { apiServer } from './api-server';
import { backup } from './backup';
import { cache } from './cache';
import { cronJobs } from './cron-jobs';
import { database } from './database';
import { Example } from './example';
import { featureFlags } from './feature-flags';
import { firewall } from './firewall';
import { gateway } from './gateway';
import { jobQueues } from './job-queues';
import { labels } from './labels';
import { monitoring } from './monitoring';
import { operator } from './operator';
import { proxy } from './proxy';
import { scheduling } from './scheduling';
import { settings } from './settings';
import { sites } from './sites';
import { tenants } from './tenants';
import { tuning } from './tuning';
import { umbrella } from './umbrella';
import { webApp } from './web-app';

/** All programs. */
export const EXAMPLES: readonly Example[] = [
  agent, apiServer, backup, cache, cronJobs, database, firewall, jobQueues, labels, monitoring, operator, scheduling, settings, sites, tenants,
  tuning, umbrella, webApp,
];

/**
 * Programs that a template could follow and that are refused today: a list written as JSON text, lists in elements of lists whose own
 * elements have parts that come and go, several blocks of lines of several lists in one text.
 */
export const REFUSED_TODAY: readonly Example[] = [featureFlags, gateway, proxy];
