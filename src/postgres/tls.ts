/** Certificates of the server. */
export interface Tls {
  /** Name of a Secret with `tls.crt` and `tls.key`, as cert-manager makes it. A renewed certificate is used without a restart. */
  readonly existingSecret: string;

  /**
   * Whether connections that are not encrypted are refused.
   *
   * @default false
   */
  readonly required?: boolean;
}
