import { expression } from './expression';

/** A text as one part of a URI, with everything but RFC 3986's unreserved characters percent-encoded. */
export const percentEncode = expression('percentEncode', (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`));
