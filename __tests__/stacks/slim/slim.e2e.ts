import { type Emulator, startEmulator } from "../../../tools/emulator";
import { findTerraform } from "../../../tools/terraform";
import { Deployment, listed, progress, Surroundings } from "../deployment";

const MINUTES = 60_000;

/** Of the published environments those that these tests do without; two of them are for multi-node jobs. */
const NO_OTHERS = ["r5-spot-24", "r5-spot-48", "r5-multi-24", "c5n-multi-18"]
  .map((name) => `${name}: false`)
  .join("\n      ");

let emulator: Emulator;
let surroundings: Surroundings;

/** One side after the other would take the provider's fixed waits twice: both are driven at once. */
describe("slim on the emulator, everything created beside everything existing; multi-node environments, whose placement groups the emulator has not, are planned in plan.e2e.ts", () => {
  let full: Deployment;
  let theirs: Deployment;
  let before: string[];
  let bucket: string[];
  let queue: string;

  const everything = (processors: number, users: string) => `
name: slimfull
account: "111122223333"
region: eu-west-2
tags: { owner: imaging }
network: create
systems:
  slim:
    bucket: { create: slimfull-imaging, prefix: imaging/ }
    gradientQueues: { create: true, chunks: 2 }
    users: ${users}
    userRole: { trusted: ["arn:aws:iam::111122223333:user/ada"] }
    serviceRole: { create: true }
    jobRole: { create: true }
    environments:
      m4-spot: { allocationStrategy: BEST_FIT, bidPercentage: 50, processors: ${processors} }
      on-demand: { type: EC2, maxVcpus: 96 }
      ${NO_OTHERS}
`;

  beforeAll(async () => {
    const terraform = await findTerraform();
    emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
    surroundings = new Surroundings(emulator);
    full = new Deployment("slim", terraform, emulator);
    theirs = new Deployment("slim", terraform, emulator);

    for (const UserName of ["ada", "grace", "bob"]) await surroundings.query("iam", { Action: "CreateUser", UserName });
    await surroundings.query("iam", { Action: "CreateGroup", GroupName: "geophysicists" });
    await surroundings.query("iam", { Action: "AddUserToGroup", GroupName: "geophysicists", UserName: "ada" });
    const { vpc, subnets, securityGroup } = await surroundings.makeNetwork();
    for (const role of ["lambda", "states", "jobs", "batch", "ecs"])
      await surroundings.makeInstanceProfile(`slimtheirs-${role}`);
    await surroundings.makeBucket("slimtheirs-runs");
    const QueueName = "slimtheirs-gradients-1";
    await surroundings.query("sqs", { Action: "CreateQueue", QueueName });
    before = listed(await emulator.inventory());
    bucket = await surroundings.describeBucket("slimtheirs-runs");
    queue = await describeQueue(QueueName);

    const role = (name: string) => `{ existing: "arn:aws:iam::111122223333:role/slimtheirs-${name}" }`;
    full.settings(everything(8, "[ada, grace]"));
    theirs.settings(`
name: slimtheirs
account: "111122223333"
region: eu-west-2
network: { vpc: ${vpc}, subnets: [${subnets}], securityGroups: [${securityGroup}] }
systems:
  slim:
    bucket: { existing: slimtheirs-runs }
    gradientQueues: { existing: slimtheirs-gradients- }
    users: [grace]
    userPermissions: aws-managed
    lambdaRole: ${role("lambda")}
    stateMachineRole: ${role("states")}
    jobRole: ${role("jobs")}
    serviceRole: ${role("batch")}
    instanceProfile: { existing: slimtheirs-ecs }
    environments:
      m4-spot: { maxVcpus: 16 }
      ${NO_OTHERS}
`);
    progress("slim, new and existing: applying both");
    await Promise.all([full, theirs].map((it) => it.init()));
    await Promise.all([full, theirs].map((it) => it.apply()));
  }, 18 * MINUTES);

  afterAll(async () => {
    await emulator?.stop();
    full?.remove();
    theirs?.remove();
  });

  test(
    "a second plan has no changes",
    async () => {
      expect(await Promise.all([full, theirs].map((it) => it.hasChanges()))).toEqual([false, false]);
    },
    6 * MINUTES,
  );

  test(
    "the outputs are ARNs by the document's role names, queues, and what parameters.json needs",
    async () => {
      const outputs = await full.outputs();
      const role = (name: string) => `arn:aws:iam::111122223333:role/groundwork/slimfull/slim/slimfull-slim-${name}`;
      expect(outputs).toMatchObject({
        role_arns: {
          AWSBatchServiceRole: role("service"),
          StepFunctionsLambdaRole: role("state-machine"),
          "SLIM-Extras_ECS_for_EC2": role("instance"),
          "SLIM-Extras_for_Lambda": role("lambda"),
          AmazonEC2SpotFleetRole: role("spot-fleet"),
        },
        batch_queues: { "m4-spot": "slimfull-slim-m4-spot", "on-demand": "slimfull-slim-on-demand" },
        job_parameters: {
          bucket_name: "slimfull-imaging",
          script_path: "imaging/scripts/",
          batch_queue: "slimfull-slim-m4-spot",
          sqs_queue: "slimfull-slim-gradients-",
          num_chunks: 2,
          auto_create_queues: "FALSE",
        },
        user_group_name: "slimfull-slim-users",
      });
      expect(await theirs.outputs()).toMatchObject({
        role_arns: {
          AWSBatchServiceRole: "arn:aws:iam::111122223333:role/slimtheirs-batch",
          "SLIM-Extras_for_Lambda": "arn:aws:iam::111122223333:role/slimtheirs-lambda",
        },
        lambda_policy_to_attach: expect.stringContaining("SubmitJobsToTheQueue"),
        state_machine_policy_to_attach: expect.stringContaining("InvokeFunctions"),
        job_policy_to_attach: expect.stringContaining("SendMessages"),
        instance_policy_to_attach: expect.stringContaining("JoinTheCluster"),
        queue_policies_to_merge: { "slimtheirs-gradients-1": expect.stringContaining("RefusePlainHttp") },
        bucket_policy_to_merge: expect.stringContaining("RefusePlainHttp"),
      });
    },
    5 * MINUTES,
  );

  test("users who exist are members of the group, and of the groups that they were in", async () => {
    expect(await members("slimfull-slim-users")).toEqual(["ada", "grace"]);
    expect(await members("slimtheirs-slim-users")).toEqual(["grace"]);
    expect(await members("geophysicists")).toEqual(["ada"]);
  });

  test("AWS's policies of the document, and the successor of the one that ended, can be attached", async () => {
    const text = await surroundings.query("iam", {
      Action: "ListAttachedGroupPolicies",
      GroupName: "slimtheirs-slim-users",
    });
    expect(found(text, "PolicyName")).toEqual([
      "AWSBatchFullAccess",
      "AWSLambda_FullAccess",
      "AWSStepFunctionsFullAccess",
      "AmazonEC2ContainerRegistryFullAccess",
      "AmazonEC2FullAccess",
      "AmazonS3ReadOnlyAccess",
      "AmazonSQSFullAccess",
      "slimtheirs-slim-user",
    ]);
  });

  test("it makes no role, profile, bucket, queue of messages or network where they exist", async () => {
    const made = listed(await emulator.inventory()).filter((line) => !before.includes(line) && /slimtheirs/.test(line));
    const types = new Set(made.map((line) => String(line.split(" ")[0])));
    expect([...types].filter((type) => /S3::Bucket|IAM::(Role|InstanceProfile)|SQS|VPC|Subnet/.test(type))).toEqual([]);
  });

  test(
    "who was added by hand stays a member when others come and go, and an environment is replaced beside its queue",
    async () => {
      await surroundings.query("iam", { Action: "AddUserToGroup", GroupName: "slimfull-slim-users", UserName: "bob" });
      expect(await full.hasChanges()).toBe(false);
      full.settings(everything(4, "[ada]"));
      expect(await full.plan()).toEqual({
        "aws_batch_compute_environment.m4_spot_environment": "create then delete",
        "aws_batch_job_queue.m4_spot_queue": "update",
        'aws_iam_user_group_membership.user_group_member["grace"]': "delete",
        "aws_launch_template.m4_spot_template": "update",
      });
      progress("slim: updating one, destroying the other");
      await Promise.all([full.apply(), theirs.destroy()]);
      expect(await full.hasChanges()).toBe(false);
      expect(await members("slimfull-slim-users")).toEqual(["ada", "bob"]);
    },
    15 * MINUTES,
  );

  test("what existed is the same afterwards", async () => {
    expect(await surroundings.describeBucket("slimtheirs-runs")).toEqual(bucket);
    expect(await describeQueue("slimtheirs-gradients-1")).toBe(queue);
    const after = listed(await emulator.inventory());
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect(after.filter((line) => line.includes("slimtheirs") && !before.includes(line))).toEqual([]);
  });

  test(
    "it is destroyed with nothing left",
    async () => {
      await surroundings.query("iam", {
        Action: "RemoveUserFromGroup",
        GroupName: "slimfull-slim-users",
        UserName: "bob",
      });
      progress("slim: destroying");
      await full.destroy();
      expect(listed(await emulator.inventory()).filter((line) => line.includes("slimfull"))).toEqual([]);
      expect(await members("geophysicists")).toEqual(["ada"]);
    },
    12 * MINUTES,
  );
});

/** Who is in a group, sorted. */
async function members(GroupName: string): Promise<string[]> {
  return found(await surroundings.query("iam", { Action: "GetGroup", GroupName }), "UserName");
}

/** All attributes of a queue of messages but for those that count. */
async function describeQueue(name: string): Promise<string> {
  const QueueUrl = `https://sqs.eu-west-2.amazonaws.com/111122223333/${name}`;
  const text = await surroundings.query("sqs", { Action: "GetQueueAttributes", QueueUrl, "AttributeName.1": "All" });
  return text.replace(/<RequestId>[^<]*<\/RequestId>/, "");
}

function found(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, value]) => value ?? "").sort();
}
