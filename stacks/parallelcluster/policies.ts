import { type Condition, equal } from "../../modules/deferred";
import type { Statements } from "../../modules/policy-document";
import { batchPolicy } from "./batch-policy";
import type { ClusterNames } from "./cluster-names";
import { clusterPolicy, type NamedThings } from "./cluster-policy";
import { type IamAccess, iamPolicy, type MadeRoles, type RoleUses } from "./iam-policy";
import { imagePolicy } from "./image-policy";
import { loginPolicy } from "./login-policy";
import { efsPolicy, type FsxScope, fsxPolicy, logsPolicy, type StorageScope } from "./storage-policies";

/** What users of `pcluster` do, feature by feature. */
export interface UserScope extends NamedThings {
  readonly access: IamAccess;
  readonly made: MadeRoles;
  readonly uses: RoleUses;
  /** Whether ParallelCluster makes the bucket of artifacts. */
  readonly createsBucket: Condition;
  readonly loginNodes: Condition;
  /** File systems of FSx. @default - none */
  readonly fsx?: FsxScope | undefined;
  /** File systems of EFS. @default - none */
  readonly efs?: StorageScope | undefined;
  /** Whether they build images. */
  readonly imageBuild: Condition;
  readonly logRetrieval: Condition;
}

/** One policy of users. */
export interface UserPolicy {
  /** Last word of its name. */
  readonly thing: string;
  /** One sentence: what it is for. */
  readonly description: string;
  readonly statements: Statements;
  /** Whether it is made. */
  readonly create: Condition;
}

/**
 * The policies of users, each feature with one of its own.
 *
 * A feature that comes or goes leaves the names and the statements of the others as they are, and a reader sees what each
 * is for. Ten fit on a user, group or role; together they are eight, and nine with the longest names.
 */
export function userPolicies(clusters: ClusterNames, scope: UserScope): UserPolicy[] {
  const { access, made, uses, createsBucket, loginNodes, fsx, efs, imageBuild, logRetrieval } = scope;
  const { scheduler } = uses;
  const policy = (create: Condition, thing: string, description: string, statements: Statements): UserPolicy[] =>
    create === false ? [] : [{ create, thing, description, statements }];
  const batch = equal(scheduler, "awsbatch");
  return [
    ...policy(true, "base", "pcluster: clusters and what they stand on", clusterPolicy(clusters, scope, createsBucket)),
    ...policy(true, "iam", "pcluster: what it does in IAM", iamPolicy(clusters, access, made, uses)),
    ...policy(batch, "awsbatch", "pcluster: AWS Batch as scheduler", batchPolicy(clusters)),
    ...policy(loginNodes, "login", "pcluster: login nodes", loginPolicy(clusters)),
    ...policy(isThere(fsx), "fsx", "pcluster: file systems of FSx", fsxPolicy(clusters, fsx ?? {})),
    ...policy(isThere(efs), "efs", "pcluster: file systems of EFS", efsPolicy(clusters, efs ?? {})),
    ...policy(imageBuild, "image", "pcluster: building images", imagePolicy(clusters)),
    ...policy(logRetrieval, "logs", "pcluster: reading and exporting logs", logsPolicy(clusters, imageBuild)),
  ];
}

function isThere(storage: StorageScope | undefined): Condition {
  return storage === undefined ? false : (storage.there ?? true);
}
