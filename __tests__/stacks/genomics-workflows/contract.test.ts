import { allowed } from "../../../tools/proof/judge";
import { CONTRACT, type Entry, NEVER, PLACE, type Target } from "./contract-entries";
import { policiesOf, type SystemRole, stackJson } from "./stack-json";

const ROLES: readonly SystemRole[] = ["instance", "job", "execution", "nextflow", "cromwell"];

/** Settings that switch on everything that gives somebody a permission. */
const SYSTEM = {
  bucket: { create: PLACE.bucket, prefix: "lab/", kmsKey: PLACE.key },
  buckets: [{ create: "acme-results", access: "read" }],
  inputBuckets: [{ bucket: "references", prefix: "hg38/" }],
  environments: { containers: { type: "FARGATE" } },
  queues: { serverless: { environments: ["containers"] } },
  instances: {
    volumeKmsKey: PLACE.key,
    ebsAutoscale: { source: PLACE.archive.replace("arn:aws:s3:::", "s3://"), sha256: "0".repeat(64) },
  },
  cromwell: { runsOn: "machine" },
};

const stack = stackJson({ system: SYSTEM });

/** The calls that a role's policies answer otherwise than expected. */
async function surprises(role: SystemRole, expected: boolean, actions: readonly string[], { on, context }: Target) {
  const principal = `arn:aws:iam::111122223333:role/groundwork/acme/genomics-workflows/acme-genomics-workflows-${role}`;
  const found: string[] = [];
  for (const action of actions) {
    const call = { action, resources: on, context };
    // what is another account's lets us in, so that nothing but our own policies refuses it
    const resourcePolicy = on.some((resource) => /:(444455556666|kms):/.test(resource)) ? letIn() : undefined;
    const answer = await allowed({ policies: policiesOf(stack, role), principal, resourcePolicy }, call);
    if (answer !== expected) found.push(`${action} on ${on.join(" and ")}`);
  }
  return found;
}

describe.each(ROLES)("the role of the %s", (role) => {
  const own = CONTRACT.filter(({ roles }) => roles.includes(role)).map(named);

  test.each(own)("may $title", async ({ actions, ours }) => {
    expect(await surprises(role, true, actions, ours)).toEqual([]);
  });

  const twins = own.flatMap(({ title, actions, theirs }) =>
    Object.entries(theirs).map(([whose, target]) => ({ actions, title, whose, ...target })),
  );
  test.each(twins)("may not $title: $whose", async ({ actions, on, context }) => {
    expect(await surprises(role, false, actions, { on, context })).toEqual([]);
  });

  test.each(Object.entries(NEVER))("may not %s", async (_, { actions, ...target }) => {
    expect(await surprises(role, false, actions, target)).toEqual([]);
  });

  test("has nothing that the contract does not ask for", () => {
    const asked = new Set([...own.flatMap(({ actions }) => actions), ...SURPLUS]);
    const granted = policiesOf(stack, role).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    expect(granted.filter((action) => !asked.has(action as string))).toEqual([]);
  });
});

/** What goes with calls of the contract, and why. */
const SURPLUS = [
  // the AWS CLI and SDKs ask where a bucket is before they sign for its region
  "s3:GetBucketLocation",
  // a copy takes the tags along: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  "s3:GetObjectTagging",
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html, mpuAndPermissions
  "s3:ListMultipartUploadParts",
  // documented by Nextflow, which ends jobs by TerminateJob; the same right for jobs that have not started
  ...["batch:CancelJob", "batch:ListJobs", "batch:DescribeComputeEnvironments"],
  // documented by Nextflow besides what it calls
  ...["ec2:DescribeInstanceStatus", "ec2:DescribeInstanceAttribute", "ec2:DescribeInstances"],
  ...["ec2:DescribeInstanceTypes", "ecs:DescribeTasks"],
  // what else the ECS agent and the agents of Session Manager and CloudWatch call, in the same statements
  ...["ecs:DeregisterContainerInstance", "ecs:SubmitAttachmentStateChanges", "ssm:UpdateInstanceInformation"],
  ...["ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel"],
  // several names at a time
  ...["ssm:GetParameters", "ssm:GetParametersByPath"],
  // what EBS asks of the caller for a volume with a key of one's own, in the same statements
  ...["kms:CreateGrant", "kms:DescribeKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
];

describe("instances that lend their role to nobody", () => {
  const without = stackJson({ system: { ...SYSTEM, instances: { lendRoleToJobs: false } } });

  test("reach no data, only what they fetch at their start", async () => {
    const access = { policies: policiesOf(without, "instance") };
    const get = (key: string) =>
      allowed(access, { action: "s3:GetObject", resources: [`arn:aws:s3:::acme-genomics/${key}`] });
    expect(await get("lab/tools/awscli-exe-linux-x86_64.zip")).toBe(true);
    expect(await get("lab/work/x.bam")).toBe(false);
    expect(await get("scripts/0123456789abcdef")).toBe(false);
  });

  test("keep their credentials from containers", () => {
    expect(without.resource.aws_launch_template?.batch_template).toMatchObject({
      metadata_options: { http_put_response_hop_limit: 1, http_tokens: "required" },
    });
  });
});

test("every entry of the contract has a denied twin, and a page", () => {
  expect(CONTRACT.filter(({ theirs, page }) => Object.keys(theirs).length === 0 || page === "")).toEqual([]);
});

function named(entry: Entry): Entry & { title: string } {
  const [first, ...more] = entry.actions;
  return { ...entry, title: `${first}${more.length > 0 ? ` and ${more.length} more` : ""}` };
}

function letIn() {
  const principal = { AWS: "arn:aws:iam::111122223333:root" };
  const statement = { Effect: "Allow", Principal: principal, Action: "*", Resource: "*" };
  return { Version: "2012-10-17" as const, Statement: [statement] };
}
