import { atLeast, type Condition, when } from "../../modules/deferred";
import { itemsIf } from "../../modules/deferred-items";
import type { Statement, Statements } from "../../modules/policy-document";

/** Releases that add nothing to what is allowed stand here too: people name the one they have. */
export const RELEASES = [
  ...["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8"],
  ...["3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15", "3.16"],
] as const;

/** A minor release of AWS ParallelCluster: `3.16` stands for 3.16.3. */
export type Release = (typeof RELEASES)[number];

/** The newest whose documentation was found: https://github.com/aws/aws-parallelcluster/releases/tag/v3.16.3 */
export const NEWEST: Release = "3.16";

/** The release that the published document is of. */
export const DOCUMENTED: Release = "3.1";

/** Whether a release is a certain one or a later one. */
export function isFrom(release: Release, since: Release): boolean {
  return RELEASES.indexOf(release) >= RELEASES.indexOf(since);
}

/** The second number of a release: 16 of 3.16. What policies are written for, for Terraform can compare numbers. */
export function minorOf(release: Release): number {
  return Number(release.slice("3.".length));
}

/** Whether the release of a minor number is a certain one or a later one. */
export function reaches(minor: number, since: Release): Condition {
  return atLeast(minor, minorOf(since));
}

/** Actions and ARNs that are there from a release on. */
export function since<T extends string>(minor: number, first: Release, ...texts: readonly T[]): T[] {
  return itemsIf(reaches(minor, first), ...texts);
}

/** Statements that are there from a release on. */
export function statementsSince(minor: number, first: Release, ...statements: Statements): Statements {
  return when<Statement>(reaches(minor, first), ...statements);
}

/** What a release asks for that the one before it did not. */
export interface ReleaseChange {
  readonly release: Release;
  readonly adds: string;
  /** Page or file that it was found in. */
  readonly page: string;
}

const CHANGELOG = "CHANGELOG.md of github.com/aws/aws-parallelcluster";
const TEMPLATES = "cli/src/pcluster/templates of github.com/aws/aws-parallelcluster";

/** What each release adds to what is allowed. Where no page says in which release, the first one in which it was seen. */
export const CHANGES: readonly ReleaseChange[] = [
  {
    release: "3.2",
    adds: "the tag `parallelcluster:cluster-name` on everything, by which policies tell clusters' things from others",
    page: `${CHANGELOG}, 3.2.0`,
  },
  {
    release: "3.3",
    adds: "`ec2:CreateFleet`, capacity reservations, `resource-groups`, volumes that come off, `dynamodb:UpdateItem`, the secret of Slurm's database; `AWSBatchFullAccess` on head nodes ends",
    page: `${CHANGELOG}, 3.3.0; ${TEMPLATES}/cdk_builder_utils.py`,
  },
  {
    release: "3.4",
    adds: "`Iam/ResourcePrefix`, Lambda functions in a network, file systems of EFS mounted with IAM",
    page: `${CHANGELOG}, 3.4.0`,
  },
  { release: "3.5", adds: "`ec2:GetConsoleOutput` of compute nodes", page: `${CHANGELOG}, 3.5.0` },
  { release: "3.6", adds: "CloudWatch alarms and metric filters", page: `${CHANGELOG}, 3.6.0` },
  { release: "3.7", adds: "login nodes: Auto Scaling, a network load balancer", page: `${CHANGELOG}, 3.7.0` },
  {
    release: "3.8",
    adds: "composite alarms, data repository associations of FSx, the secret of the MUNGE key",
    page: `${CHANGELOG}, 3.8.0`,
  },
  {
    release: "3.9",
    adds: "compute and login nodes that follow an update: `cloudformation:DescribeStackResource`, `dynamodb:GetItem`, `PutItem` and `UpdateItem`; `dynamodb:BatchGetItem` and `ec2:DescribeLaunchTemplateVersions` of the head node",
    page: `${CHANGELOG}, 3.9.0; ${TEMPLATES}/cdk_builder_utils.py`,
  },
  { release: "3.11", adds: "DCV on login nodes, several pools", page: "LoginNodes-v3 of the user guide" },
  { release: "3.13", adds: "logs exported to the bucket of the clusters", page: `${CHANGELOG}, 3.13.0` },
  {
    release: "3.14",
    adds: "the cleanup role of images is one for all builds, made by the command line itself: `PClusterBuildImageCleanupRole-*`",
    page: "cli/tests/pcluster/cli/test_build_image.py of github.com/aws/aws-parallelcluster",
  },
  {
    release: "3.15",
    adds: "tags that change in an update: `ec2:DeleteTags`, `dynamodb:UntagResource`, `iam:UntagRole` and the like",
    page: "Tags-v3 of the user guide; cloudformation/policies/parallelcluster-policies.yaml",
  },
  {
    release: "3.16",
    adds: "`tag:GetResources`, `ec2:GetSecurityGroupsForVpc`; log groups of cleanup functions by the ARN of the group",
    page: "release notes of 3.16.0 to 3.16.3; tests/iam_policies/user-role.cfn.yaml of github.com/aws/aws-parallelcluster",
  },
];
