import type { Arn } from "../../modules/aws-environment";
import type { PolicyCondition } from "../../modules/policy-document";
import type { ConfiguredResource } from "./configured-resource";
import type { Phase, Unrecorded } from "./permission";

/** One thing that deploying takes, and the page that says so: the same for every resource that needs it. */
export interface Purpose {
  readonly phase: Phase;
  /** Sid of the statement: a verb phrase, `CreateRoles`. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly source: string;
  /** By action: why no recorded run calls it. */
  readonly unrecorded?: Readonly<Record<string, Unrecorded>>;
}

/** A purpose, and what one resource of the stack needs it on. */
export type Need = {
  readonly purpose: Purpose;
  readonly conditions?: readonly PolicyCondition[];
} & (
  | { readonly resources: readonly Arn[]; readonly because?: string }
  | { readonly resources: "*"; readonly because: string }
);

/** What is known of the place that a stack is deployed to. */
export interface DeployPlace {
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** First word of every physical name: `acme`. */
  readonly name: string;
  /** IAM path of the organisation: `/groundwork/`. */
  readonly path: string;
  /** ARN of the boundary that every role of the stack carries. @default - none: a stack that makes roles is refused */
  readonly permissionsBoundary?: string;
  /** @default - a local file */
  readonly state?: { readonly bucket: string; readonly key: string; readonly kmsKey?: string };
}

/** What a resource or a data source of one type takes. */
export type CatalogueEntry = (resource: ConfiguredResource, place: DeployPlace) => Need[];
