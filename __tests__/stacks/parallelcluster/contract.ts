import type { Calls } from "../../contract-calls";
import type { Kind } from "./things";

/** Calls that somebody makes, with the page or file that says so. */
export interface Entry extends Calls<Kind> {
  readonly page: string;
  /** For calls that take no resource: what the same service must refuse on clusters' own things. */
  readonly refused?: Calls<Kind>;
}

export const REPOSITORY = "https://github.com/aws/aws-parallelcluster/blob/develop";
export const CLI = `${REPOSITORY}/cli/src/pcluster`;
export const TEMPLATES = `${CLI}/templates`;
export const GUIDE = "https://docs.aws.amazon.com/parallelcluster/latest/ug";
export const ROLES_PAGE = `${GUIDE}/iam-roles-in-parallelcluster-v3.html`;
