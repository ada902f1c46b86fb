import { Construct } from 'constructs';
import { majors } from './settings-catalog';
import { requireOneOf } from '../expressions/choice';
import {
  majorOfTag, requireDigest, requireRegistry, requireRepository, requireTag, requireTagOfMajor,
} from '../expressions/image-reference';
import { requireDnsSubdomain } from '../expressions/names';
import { refuse } from '../expressions/rule';

/** A container image of PostgreSQL that follows the layout of the official one. */
export interface PostgresImage {
  /**
   * Name of the registry, such as `registry.example:5000`.
   *
   * @default - that of the container runtime, usually docker.io
   */
  readonly registry?: string;

  /**
   * Name of the repository, without registry and tag.
   *
   * @default postgres
   */
  readonly repository?: string;

  /**
   * Tag, such as `17.2-bookworm`. A tag that names another major than `postgresVersion` is refused.
   *
   * @default - the value of `postgresVersion`
   */
  readonly tag?: string;

  /**
   * Digest, as `sha256:` and 64 hexadecimal digits; with it the tag is only a comment for people.
   *
   * @default - the tag decides
   */
  readonly digest?: string;

  /**
   * When the image is pulled: `Always`, `IfNotPresent` or `Never`.
   *
   * @default IfNotPresent
   */
  readonly pullPolicy?: string;

  /**
   * Names of Secrets for the registry.
   *
   * @default - none
   */
  readonly pullSecrets?: string[];
}

/** The image as a pod names it, and the major of the server in it. */
export interface ResolvedImage {
  readonly reference: string;
  readonly postgresVersion: string;
}

/** Checks an image and works out its reference and its major. */
export function resolveImage(scope: Construct, image: PostgresImage = {}, postgresVersion?: string): ResolvedImage {
  const place = (property: string) => ({ construct: scope.node.path, property });
  const version = postgresVersion ?? (image.tag === undefined ? undefined : majorOfTag(image.tag, image.repository ?? 'postgres'));
  if (version === undefined) {
    refuse(place('postgresVersion'), postgresVersion, `must be one of ${majors.join(', ')}, since no tag of the image names a major`);
  }
  requireOneOf(place('postgresVersion'), version, majors);
  const { registry, repository = 'postgres', tag = version, digest, pullPolicy } = image;

  requireRepository(place('image.repository'), repository);
  requireTag(place('image.tag'), tag);
  requireTagOfMajor(place('image.tag'), tag, version, repository);
  if (registry !== undefined) requireRegistry(place('image.registry'), registry);
  if (digest !== undefined) requireDigest(place('image.digest'), digest);
  if (pullPolicy !== undefined) requireOneOf(place('image.pullPolicy'), pullPolicy, PULL_POLICIES);
  image.pullSecrets?.forEach((secret, index) => requireDnsSubdomain(place(`image.pullSecrets[${index}]`), secret));
  return {
    reference: `${registry === undefined ? '' : `${registry}/`}${repository}:${tag}${digest === undefined ? '' : `@${digest}`}`,
    postgresVersion: version,
  };
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
