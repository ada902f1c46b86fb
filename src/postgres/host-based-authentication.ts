import { requireOneLine } from '../expressions/quoting';

/**
 * The text of pg_hba.conf. Whoever is inside the pod may use the socket, which is in no other container;
 * everybody else needs a password, also from 127.0.0.1, and the superuser has none.
 */
export function hostBasedAuthentication(construct: string, rows: string[], encryption: string): string {
  rows.forEach((row, index) => requireOneLine({ construct, property: `hostBasedAuthentication[${index}]` }, row));
  const host = encryption === 'required' ? 'hostssl' : 'host';
  return [
    '# type database user address method',
    'local all all trust',
    'host all postgres all reject',
    ...rows,
    `${host} all all all scram-sha-256`,
    '',
  ].join('\n');
}
