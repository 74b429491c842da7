import { dataTargets } from "./data-targets";
import { arns, type Kind, type Place, type Target, type Targets, type Things } from "./target";

const ELSEWHERE = "444455556666";
const UUID = "0a1b2c3d-0000-4000-8000-0123456789ab";
const OUR_TAGS = { "aws:ResourceTag/groundwork:name": "acme", "aws:ResourceTag/groundwork:system": "duet" };

/** The things of each kind; ids that AWS assigns are made up. Without an input bucket or a key there are none of those. */
export function oursAndTheirs(place: Place): Readonly<Partial<Record<Kind, Things>>> {
  return {
    ...batch(place),
    ...ecs(place),
    ...registry(place),
    ...dataTargets(place),
    ...logs(place),
    ...administration(place),
    nothing: { ours: { "": { resource: "*" } }, theirs: {} },
  };
}

function batch(place: Place) {
  const arn = arns(place);
  const of = (resource: string, owner?: string, where?: string) => arn("batch", resource, owner, where);
  const definition = (suffix: string): Things => ({
    ours: { "an image's": of(`job-definition/nf-acme-modkit-1-2-3${suffix}`) },
    theirs: {
      "another tool's": of(`job-definition/mytool${suffix}`),
      "one with nf- inside": of(`job-definition/my-nf-tool${suffix}`),
      "another account's": of(`job-definition/nf-acme-modkit-1-2-3${suffix}`, ELSEWHERE),
      "another region's": of(`job-definition/nf-acme-modkit-1-2-3${suffix}`, undefined, "xx-other-1"),
    },
  });
  return {
    queue: {
      ours: { "the system's": of("job-queue/acme-duet-queue") },
      theirs: {
        "another of the account": of("job-queue/production"),
        "one whose name begins like ours": of("job-queue/acme-duet-queue-2"),
        "another account's": of("job-queue/acme-duet-queue", ELSEWHERE),
      },
    },
    definition: definition(""),
    revision: definition(":3"),
    job: {
      ours: { "any of the account": of(`job/${UUID}`) },
      theirs: {
        "another account's": of(`job/${UUID}`, ELSEWHERE),
        "another region's": of(`job/${UUID}`, undefined, "xx-other-1"),
      },
    },
  };
}

function ecs(place: Place) {
  const arn = arns(place);
  // Batch adds a suffix to the environment's name and an id to the cluster's
  const linked = `AWSBatch-acme-duet-batch-20261122010203-${UUID}`;
  const own = `acme-duet-batch-20261122010203_Batch_${UUID}`;
  const inClusters = (kind: string, id: string): Things => ({
    ours: {
      "of the linked role's cluster": arn("ecs", `${kind}/${linked}${id}`),
      "of the service role's cluster": arn("ecs", `${kind}/${own}${id}`),
    },
    theirs: {
      "of another environment's cluster": arn("ecs", `${kind}/AWSBatch-acme-slim-batch-1-${UUID}${id}`),
      "of a service role's other cluster": arn("ecs", `${kind}/acme-slim-batch-1_Batch_${UUID}${id}`),
      "of a cluster without Batch": arn("ecs", `${kind}/default${id}`),
      "of another account's cluster": arn("ecs", `${kind}/${linked}${id}`, ELSEWHERE),
      "of a service role's cluster in another account": arn("ecs", `${kind}/${own}${id}`, ELSEWHERE),
    },
  });
  const instance = (context?: Record<string, string>, owner?: string) => ({
    ...arn("ec2", "instance/i-0123456789abcdef0", owner),
    ...(context && { context }),
  });
  return {
    cluster: inClusters("cluster", ""),
    "container instance": inClusters("container-instance", "/0123456789abcdef0123456789abcdef"),
    task: inClusters("task", "/0123456789abcdef0123456789abcdef"),
    instance: {
      ours: { "tagged as the system's": instance(OUR_TAGS) },
      theirs: {
        "without tags": instance(),
        "of another name": instance({ ...OUR_TAGS, "aws:ResourceTag/groundwork:name": "other" }),
        "of another account": instance(OUR_TAGS, ELSEWHERE),
        "of another system": instance({ ...OUR_TAGS, "aws:ResourceTag/groundwork:system": "slim" }),
      },
    },
    // the agent speaks for the instance that it runs on, whatever its tags
    "our own instance": { ours: { "the machine": instance() }, theirs: {} },
  };
}

function registry(place: Place) {
  const arn = arns(place);
  const of = (name: string, owner?: string, where?: string) => arn("ecr", `repository/${name}`, owner, where);
  return {
    repository: {
      ours: { "one below the prefix": of("acme-duet/modkit") },
      theirs: {
        "another project's": of("acme-slim/modkit"),
        "one whose namespace begins like ours": of("acme-duet-2/modkit"),
        "one without namespace": of("acme-duet"),
        "another account's": of("acme-duet/modkit", ELSEWHERE),
        "another region's": of("acme-duet/modkit", undefined, "xx-other-1"),
      },
    },
  };
}

function logs(place: Place) {
  const arn = arns(place);
  const of = (group: string, stream: string, owner?: string) =>
    arn("logs", `log-group:${group}:log-stream:${stream}`, owner);
  const ofNextflow = "nf-acme-modkit-1-2-3/default/0123456789abcdef0123456789abcdef";
  const ofTool = "mytool/default/0123456789abcdef0123456789abcdef";
  const theirs = {
    "in another group": of("/aws/lambda/payroll", ofNextflow),
    "in a group whose name begins like Batch's": of("/aws/batch/job-secret", ofNextflow),
    "in another account": of("/aws/batch/job", ofNextflow, ELSEWHERE),
  };
  const nextflow = { "of a definition of Nextflow's": of("/aws/batch/job", ofNextflow) };
  const tool = { "of another definition": of("/aws/batch/job", ofTool) };
  return {
    "job log": { ours: { ...nextflow, ...tool }, theirs },
    "job log of Nextflow": { ours: nextflow, theirs: { ...theirs, ...tool } },
  };
}

/** What belongs to administrators: nothing of it is for a role that works. */
function administration(place: Place) {
  const arn = arns(place);
  const iam = (resource: string): Target => ({
    resource: `arn:${place.partition}:iam::${place.account}:${resource}`,
  });
  const ours = (targets: Targets): Things => ({ ours: targets, theirs: {} });
  const roles = {
    "the machine's": iam("role/groundwork/acme/duet/acme-duet-machine"),
    "the instances'": iam("role/groundwork/acme/duet/acme-duet-instance"),
    "an administrator's": iam("role/admin"),
  };
  const passed = Object.entries(roles).flatMap(([whose, role]) =>
    ["ec2", "batch", "ecs-tasks", "lambda"].map((service) => [
      `${whose}, to ${service}`,
      { ...role, context: { "iam:PassedToService": `${service}.amazonaws.com` } },
    ]),
  );
  return {
    "compute environment": ours({ "the system's": arn("batch", "compute-environment/acme-duet-batch-20261122010203") }),
    "log group": ours({ "of jobs": arn("logs", "log-group:/aws/batch/job") }),
    role: ours(roles),
    "passed role": ours(Object.fromEntries(passed)),
    policy: ours({ "the machine's": iam("policy/groundwork/acme/duet/acme-duet-machine") }),
    "instance profile": ours({ "the machine's": iam("instance-profile/groundwork/acme/duet/acme-duet-machine") }),
    parameter: ours({ "one of the account": arn("ssm", "parameter/production/password") }),
    secret: ours({ "one of the account": arn("secretsmanager", "secret:production-AbCdEf") }),
    state: ours({
      "of this very stack": {
        resource: `arn:${place.partition}:s3:::acme-terraform-state/acme/duet/terraform.tfstate`,
      },
    }),
  };
}
