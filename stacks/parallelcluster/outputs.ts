import { textsWhere } from "../../modules/deferred-text";
import type { SystemOutputs } from "../../modules/system-outputs";
import { FOR_ADMINISTRATORS } from "../people-settings";
import type { ParallelCluster } from "./system";

/** What people and tools read after a deployment. */
export function parallelclusterOutputs(system: ParallelCluster): SystemOutputs {
  const { roles, userRoleArn, boundaryArn, bucketName, policies } = system;
  const userPolicies = policies.flatMap(({ thing, policy }) =>
    policy.policyArns.map((arn, index) => ({
      there: policy.there[index] ?? true,
      texts: { [index === 0 ? thing : `${thing}-${index + 1}`]: arn },
    })),
  );
  const made = Object.entries(roles.roles).map(([name, { there, roleArn }]) => ({ there, texts: { [name]: roleArn } }));
  const makesRoles = made.some(({ there }) => there !== false);
  return {
    user_policy_arns: {
      value: textsWhere(...userPolicies),
      description: `Policies for those who run pcluster: all of them, by what each is for. ${FOR_ADMINISTRATORS}.`,
    },
    user_role_arn: {
      value: userRoleArn,
      description: `Role with the user policies, for those who may assume it. ${FOR_ADMINISTRATORS}.`,
    },
    iam_access: { value: system.meaning, description: "What users can do in IAM." },
    permissions_boundary_arn: {
      value: boundaryArn,
      description: "What every role that ParallelCluster makes must have: Iam/PermissionsBoundary.",
    },
    bucket_name: { value: bucketName, description: "Bucket of configurations and artifacts." },
    role_arns: {
      value: makesRoles ? textsWhere(...made) : undefined,
      description: "Roles of this stack, by what they are for.",
    },
    cluster_configuration: {
      value: system.clusterConfiguration,
      description: "What to put into the configuration file of a cluster, YAML.",
    },
    image_configuration: {
      value: system.imageConfiguration,
      description: "What to put into the configuration file of an image, YAML.",
    },
  };
}
