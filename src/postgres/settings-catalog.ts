// STAND-IN until the owner of this file writes the real one over it.
export const majors: string[] = ['14', '15', '16', '17', '18'];
export function describeInvalidValue(_name: string, _value: string, _version: string): string | undefined { return undefined; }
export function isRestartRequired(name: string, _version: string): boolean { return ['shared_buffers', 'max_connections', 'wal_buffers', 'port'].includes(name); }
export function settingBytes(_name: string, value: string | undefined, _version: string): number | undefined { return value === undefined ? 4194304 : parseInt(value) * 1048576; }
export function settingNumber(_name: string, value: string | undefined, _version: string): number | undefined { return Number(value ?? 3); }
