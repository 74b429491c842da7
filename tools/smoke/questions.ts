import type { Question } from "./data-sources";

/** A queue as Batch sees it; what it asks is in its stack. */
export interface QueueStatus {
  readonly state: string;
  readonly status: string;
  readonly statusReason: string;
}

export interface Role {
  readonly name: string;
  readonly arn: string;
  /** Policy document: who may assume it. */
  readonly trust: string;
}

/** What IAM says about a call of a role. */
export interface Decision {
  readonly action: string;
  readonly allowed: boolean;
}

/** Instance types that a zone offers, one by one. */
export interface Offer {
  readonly type: string;
  readonly zone: string;
}

export function queueQuestion(name: string): Question {
  return (key) => {
    const queue = `data.aws_batch_job_queue.${key}`;
    return {
      data: { aws_batch_job_queue: { [key]: { name } } },
      value: `\${{ state = ${queue}.state, status = ${queue}.status, statusReason = ${queue}.status_reason }}`,
    };
  };
}

/** Name of the role in an instance profile; empty if there is none. */
export function profileQuestion(name: string): Question {
  return (key) => ({
    data: { aws_iam_instance_profile: { [key]: { name } } },
    value: `\${data.aws_iam_instance_profile.${key}.role_name}`,
  });
}

export function roleQuestion(name: string): Question {
  return (key) => ({ data: { aws_iam_role: { [key]: { name } } }, value: roleValue(key) });
}

/** The role in an instance profile. */
export function roleInProfileQuestion(profile: string): Question {
  return (key) => ({
    data: {
      aws_iam_instance_profile: { [key]: { name: profile } },
      aws_iam_role: { [key]: { name: `\${data.aws_iam_instance_profile.${key}.role_name}` } },
    },
    value: roleValue(key),
  });
}

/** What IAM would say about calls of the role in an instance profile, by its own simulator. */
export function simulationQuestion(
  profile: string,
  calls: readonly { readonly action: string; readonly resource: string }[],
): Question {
  return (key) => {
    const simulated = `data.aws_iam_principal_policy_simulation.${key}`;
    const each = Object.fromEntries(calls.map((call, index) => [index, call]));
    return {
      data: {
        aws_iam_instance_profile: { [key]: { name: profile } },
        aws_iam_principal_policy_simulation: {
          [key]: {
            for_each: each,
            policy_source_arn: `\${data.aws_iam_instance_profile.${key}.role_arn}`,
            action_names: ["${each.value.action}"],
            resource_arns: ["${each.value.resource}"],
          },
        },
      },
      value: `\${[for index, it in ${simulated} : { action = one(it.action_names), allowed = it.all_allowed }]}`,
    };
  };
}

/** Names of the roles that AWS has made for one of its services. */
export function linkedRolesQuestion(service: string): Question {
  return (key) => ({
    data: { aws_iam_roles: { [key]: { path_prefix: `/aws-service-role/${service}.amazonaws.com/` } } },
    value: `\${data.aws_iam_roles.${key}.names}`,
  });
}

/** Name of a launch template. */
export function templateQuestion(id: string): Question {
  return (key) => ({
    data: { aws_launch_template: { [key]: { id } } },
    value: `\${data.aws_launch_template.${key}.name}`,
  });
}

/** Names of the log groups that begin with a name. */
export function logGroupsQuestion(prefix: string): Question {
  return (key) => ({
    data: { aws_cloudwatch_log_groups: { [key]: { log_group_name_prefix: prefix } } },
    value: `\${data.aws_cloudwatch_log_groups.${key}.log_group_names}`,
  });
}

/** Value of a quota in this account and region. */
export function quotaQuestion(service: string, code: string): Question {
  return (key) => ({
    data: { aws_servicequotas_service_quota: { [key]: { service_code: service, quota_code: code } } },
    value: `\${data.aws_servicequotas_service_quota.${key}.value}`,
  });
}

/** vCPUs of an instance type. */
export function sizeQuestion(instanceType: string): Question {
  return (key) => ({
    data: { aws_ec2_instance_type: { [key]: { instance_type: instanceType } } },
    value: `\${data.aws_ec2_instance_type.${key}.default_vcpus}`,
  });
}

/** Which of some types and families the zones of subnets offer. */
export function offerQuestion(instanceTypes: readonly string[], subnetIds: readonly string[]): Question {
  return (key) => {
    const values = instanceTypes.map((type) => (type.includes(".") ? type : `${type}.*`));
    const offered = `data.aws_ec2_instance_type_offerings.${key}`;
    return {
      data: {
        aws_subnet: { [key]: { for_each: `\${toset(${JSON.stringify(subnetIds)})}`, id: "${each.value}" } },
        aws_ec2_instance_type_offerings: {
          [key]: {
            location_type: "availability-zone",
            filter: [
              { name: "instance-type", values },
              { name: "location", values: `\${distinct([for it in data.aws_subnet.${key} : it.availability_zone])}` },
            ],
          },
        },
      },
      value: `\${[for index, type in ${offered}.instance_types : { type = type, zone = ${offered}.locations[index] }]}`,
    };
  };
}

function roleValue(key: string): string {
  const role = `data.aws_iam_role.${key}`;
  return `\${{ name = ${role}.name, arn = ${role}.arn, trust = ${role}.assume_role_policy }}`;
}
