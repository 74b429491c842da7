import type { PolicyJson } from "../../../modules/policy-document";

/** What a call acts on: one resource, with what the request and the resource's own side say. */
export interface Target {
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Policy of the resource itself, where AWS asks for one. */
  readonly resourcePolicy?: PolicyJson;
  /** Account of a bucket, which its ARN does not say. */
  readonly resourceAccount?: string;
}

/** Where a duet of these tests stands, and what its settings name. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly bucket: string;
  /** Ends with `/`; empty for the whole bucket. */
  readonly prefix: string;
  readonly kmsKey?: string;
  readonly input?: {
    readonly bucket: string;
    readonly prefix: string;
    readonly kmsKey?: string;
    readonly account: string;
  };
}

/** Things by what they are called in a test's title. */
export type Targets = Readonly<Record<string, Target>>;

/** Kinds of things that calls act on. */
export type Kind =
  | "queue"
  | "definition"
  | "revision"
  | "job"
  | "cluster"
  | "container instance"
  | "task"
  | "instance"
  | "our own instance"
  | "repository"
  | "bucket"
  | "located bucket"
  | "object"
  | "input bucket"
  | "located input bucket"
  | "input object"
  | "job log"
  | "key"
  | "input key"
  | "compute environment"
  | "log group"
  | "role"
  | "passed role"
  | "policy"
  | "instance profile"
  | "parameter"
  | "secret"
  | "state"
  | "nothing";

/** Things of one kind: the ones that are ours, and ones of somebody else that look like them. */
export interface Things {
  readonly ours: Targets;
  readonly theirs: Targets;
}

const ELSEWHERE = "444455556666";
const UUID = "0a1b2c3d-0000-4000-8000-0123456789ab";
const OTHER_KEY = "9f8e7d6c-0000-4000-8000-0123456789ab";
const OUR_TAGS = { "aws:ResourceTag/groundwork:name": "acme", "aws:ResourceTag/groundwork:system": "duet" };

/** The things of each kind; ids that AWS assigns are made up. Without an input bucket or a key there are none of those. */
export function oursAndTheirs(place: Place): Readonly<Partial<Record<Kind, Things>>> {
  return {
    ...batch(place),
    ...ecs(place),
    ...registry(place),
    ...s3(place),
    ...keys(place),
    ...logs(place),
    ...administration(place),
    nothing: { ours: { "": { resource: "*" } }, theirs: {} },
  };
}

function arns({ partition, region, account }: Place) {
  const of = (service: string, resource: string, owner = account, where = region): Target => ({
    resource: `arn:${partition}:${service}:${where}:${owner}:${resource}`,
  });
  return of;
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
    },
  });
  const instance = (context?: Record<string, string>) => ({
    ...arn("ec2", "instance/i-0123456789abcdef0"),
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

function s3(place: Place) {
  const { partition, bucket, prefix, input } = place;
  const of = (resource: string): Target => ({ resource: `arn:${partition}:s3:::${resource}` });
  const ours = buckets(of, bucket, prefix);
  if (!input) return ours;
  // the other account lets us into the whole bucket: what remains closed, our own policies close
  const letIn = (target: Target): Target => ({
    ...target,
    resourceAccount: input.account,
    resourcePolicy: allowTo(
      principalOf(place),
      ["s3:*"],
      [of(input.bucket).resource, of(`${input.bucket}/*`).resource],
    ),
  });
  const read = buckets((resource) => letIn(of(resource)), input.bucket, input.prefix);
  return {
    ...ours,
    "input bucket": read.bucket,
    "located input bucket": read["located bucket"],
    "input object": read.object,
  };
}

function buckets(of: (resource: string) => Target, bucket: string, prefix: string) {
  const listed = (name: string, lookup: string): Target => ({ ...of(name), context: { "s3:prefix": lookup } });
  const directory = prefix.replace(/\/$/, "");
  const key = `${prefix}nf-work/ab/0123456789/.command.run`;
  const others = { "another bucket": "production", "a bucket whose name begins like ours": `${bucket}-2` };
  const elsewhere = (make: (name: string) => Target): Targets =>
    Object.fromEntries(Object.entries(others).map(([title, name]) => [title, make(name)]));
  return {
    bucket: {
      // Nextflow looks a directory up by its key without the slash at the end
      ours: {
        "the directory itself": listed(bucket, directory),
        "what is in the directory": listed(bucket, prefix),
        "a directory below": listed(bucket, `${prefix}nf-work/ab`),
      },
      theirs: {
        ...elsewhere((name) => listed(name, `${prefix}nf-work/ab`)),
        ...(prefix && {
          "a prefix that begins like ours": listed(bucket, `${directory}-other/`),
          "another prefix": listed(bucket, "other/"),
          "every prefix": listed(bucket, ""),
          "no prefix at all": of(bucket),
        }),
      },
    },
    "located bucket": { ours: { "the system's": of(bucket) }, theirs: elsewhere(of) },
    object: {
      ours: { "one of a task": of(`${bucket}/${key}`), "one of the results": of(`${bucket}/${prefix}results/x.bam`) },
      theirs: {
        ...elsewhere((name) => of(`${name}/${key}`)),
        ...(prefix && {
          "one below a prefix that begins like ours": of(`${bucket}/${directory}-other/x.bam`),
          "one below another prefix": of(`${bucket}/other/x.bam`),
          "one at the root": of(`${bucket}/x.bam`),
        }),
      },
    },
  };
}

function keys(place: Place): Partial<Record<Kind, Things>> {
  const { region, kmsKey, input } = place;
  const viaS3 = (key: string | undefined): Things | undefined => {
    if (!key) return undefined;
    const [, , , where = region] = key.split(":");
    const suffix = place.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const via = (service: string, resource = key): Target => ({
      resource,
      context: { "kms:ViaService": `${service}.${where}.${suffix}` },
      // as key policies are by default: the account decides
      resourcePolicy: allowTo(`arn:${place.partition}:iam::${place.account}:root`, ["kms:*"], ["*"]),
    });
    return {
      ours: { "through S3": via("s3") },
      theirs: {
        "through EC2": via("ec2"),
        "through Secrets Manager": via("secretsmanager"),
        "without a service in between": { ...via("s3"), context: {} },
        "another key through S3": via("s3", key.replace(/[^/]*$/, OTHER_KEY)),
      },
    };
  };
  return { key: viaS3(kmsKey), "input key": viaS3(input?.kmsKey) };
}

function logs(place: Place) {
  const arn = arns(place);
  const of = (group: string, stream: string, owner?: string) =>
    arn("logs", `log-group:${group}:log-stream:${stream}`, owner);
  const stream = `nf-acme-modkit-1-2-3/default/0123456789abcdef0123456789abcdef`;
  return {
    "job log": {
      ours: { "of a definition of Nextflow's": of("/aws/batch/job", stream) },
      theirs: {
        "in another group": of("/aws/lambda/payroll", stream),
        "in a group whose name begins like Batch's": of("/aws/batch/job-secret", stream),
        "in another account": of("/aws/batch/job", stream, ELSEWHERE),
      },
    },
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

function allowTo(principal: string, actions: string[], resources: string[]): PolicyJson {
  const statement = { Effect: "Allow", Principal: { AWS: principal }, Action: actions, Resource: resources };
  return { Version: "2012-10-17", Statement: [statement] };
}

/** The account's identities, as the policy of another account's bucket names them. */
function principalOf({ partition, account }: Place): string {
  return `arn:${partition}:iam::${account}:root`;
}
