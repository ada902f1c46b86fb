import { createHash } from 'crypto';
import { expression } from './expression';

/** The SHA-256 of a text, as 64 hexadecimal digits. */
export const sha256 = expression('sha256', (text: string): string => createHash('sha256').update(text).digest('hex'));
