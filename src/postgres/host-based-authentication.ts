import { requireOneLine } from '../expressions/quoting';
import { rule } from '../expressions/rule';

/**
 * The text of pg_hba.conf. Whoever is inside the pod may use the socket, which is in no other container;
 * everybody else needs a password, also from 127.0.0.1, and the superuser has none.
 */
export function hostBasedAuthentication(construct: string, rows: string[], encryption: string): string {
  rows.forEach((row, index) => {
    const place = { construct, property: `hostBasedAuthentication[${index}]` };
    requireOneLine(place, row);
    requireRow(place, row);
  });
  return [
    '# type database user address method',
    'local all all trust',
    'host all postgres all reject',
    // Before the rows of the user, which could let in what is not encrypted.
    ...(encryption === 'required' ? ['hostnossl all all all reject'] : []),
    ...rows,
    'host all all all scram-sha-256',
    '',
  ].join('\n');
}

// The server itself judges the rest of a row before it is used.
const requireRow = rule('isHostBasedAuthenticationRow',
  (row: string) => /^\s*(#|$|host((no)?(ssl|gssenc))?(\s+\S+){4})/.test(row),
  'must be a row of pg_hba.conf with type, databases, users, address and method, such as "host shop shop 10.0.0.0/8 scram-sha-256"; the socket is for our own containers, so "local" is not');
