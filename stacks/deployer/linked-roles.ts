import { IamServiceLinkedRole } from "@cdktf/provider-aws/lib/iam-service-linked-role";
import { Construct } from "constructs";
import { ConfiguredResource, type StackJson } from "./configured-resource";

/**
 * The account's service-linked roles that stacks need, made once for all of them.
 *
 * They belong to the account: two owners of one collide, and taking one away breaks whoever else uses it, which is why no
 * system makes any. AWS refuses to delete one that is in use.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export class LinkedRoles extends Construct {
  constructor(scope: Construct, id: string, stacks: readonly StackJson[]) {
    super(scope, id);
    for (const service of linkedServices(stacks))
      new IamServiceLinkedRole(this, service, { awsServiceName: `${service}.amazonaws.com` });
  }
}

/**
 * Services whose linked roles stacks need: Batch, what Batch starts machines with, and what mounts file systems.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/using-service-linked-roles.html
 */
export function linkedServices(stacks: readonly StackJson[]): string[] {
  const resources = stacks.flatMap((stack) => ConfiguredResource.allOf(stack));
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const environments = of("aws_batch_compute_environment");
  const any = (path: string, value: string) => environments.some((each) => each.all(path).includes(value));
  const needed: Readonly<Record<string, boolean>> = {
    autoscaling: any("compute_resources.type", "EC2") || any("compute_resources.type", "SPOT"),
    batch: environments.some((environment) => !environment.has("service_role")),
    ecs: environments.length > 0,
    elasticfilesystem: of("aws_efs_mount_target").length > 0,
    fsx: of("aws_fsx_lustre_file_system").length > 0,
    spot: any("compute_resources.type", "SPOT"),
    spotfleet: environments.some((environment) => environment.has("compute_resources.spot_iam_fleet_role")),
  };
  return Object.keys(needed).filter((service) => needed[service]);
}
