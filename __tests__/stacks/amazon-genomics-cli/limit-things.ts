import type { Things } from "../../contract-calls";
import { ACCOUNT, type Maker, type Place, UUID } from "./place";

export type LimitKind =
  | "a scaling group"
  | "a launch template"
  | "an instance"
  | "a volume"
  | "an interface"
  | "an image"
  | "a log group"
  | "a log stream"
  | "a mounted file system"
  | "a VPC, to read"
  | "a role, to read"
  | "a profile, to read";

/** What the boundary limits by actions alone: on which of these, the policies of roles say. */
export function limitThings({ partition }: Place, arn: Maker): Record<LimitKind, Things> {
  const some = (service: string, resource: string): Things => ({ ours: { "": arn(service, resource) }, theirs: {} });
  const iam = (resource: string): Things => ({
    ours: { "": { resource: `arn:${partition}:iam::${ACCOUNT}:${resource}` } },
    theirs: {},
  });
  return {
    "a scaling group": some("autoscaling", `autoScalingGroup:${UUID}:autoScalingGroupName/TaskBatch-asg-${UUID}`),
    "a launch template": some("ec2", "launch-template/lt-0123456789abcdef0"),
    "an instance": some("ec2", "instance/i-0123456789abcdef0"),
    "a volume": some("ec2", "volume/vol-0123456789abcdef0"),
    "an interface": some("ec2", "network-interface/eni-0123456789abcdef0"),
    "an image": some("ecr", "repository/aws/nextflow-mirror"),
    "a log group": some("logs", "log-group:/aws/batch/job"),
    "a log stream": some("logs", `log-group:/aws/batch/job:log-stream:nf-modkit/default/${UUID}`),
    "a mounted file system": some("elasticfilesystem", "file-system/fs-0123456789abcdef0"),
    "a VPC, to read": some("ec2", "vpc/vpc-0123456789abcdef0"),
    "a role, to read": iam("role/Agc-Context-demo-ada-spot-TaskBatchInstanceRole-1A2B"),
    "a profile, to read": iam("instance-profile/Agc-Context-demo-ada-spot-TaskBatch-1A2B"),
  };
}
