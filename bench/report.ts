/** A table of the report: a title, a header and rows of cells, and sentences below it. */
export interface Section {
  readonly title: string;
  readonly header: string[];
  readonly rows: string[][];
  readonly notes: string[];
  /** The figures behind the table, for `--json`. */
  readonly figures: object;
}

/** The section as aligned text: the first column to the left, figures to the right. */
export function textOf({ title, header, rows, notes }: Section): string {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)));
  const line = (row: string[]) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ').trimEnd();
  return [title, '', line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line), '', ...notes, ''].join('\n');
}

/** Milliseconds, without more digits than a shared machine can tell. */
export function ms(value: number): string {
  return Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function ratio(value: number): string {
  return value.toFixed(2);
}

/** Whether a figure keeps to its target. A figure that misses it fails nothing: times depend on the machine. */
export function target(figure: string, value: number, limit: number, direction: 'at most' | 'at least'): string {
  const met = direction === 'at most' ? value <= limit : value >= limit;
  return `${figure}: ${ratio(value)}; target ${direction} ${limit}: ${met ? 'met' : 'MISSED'}.`;
}
