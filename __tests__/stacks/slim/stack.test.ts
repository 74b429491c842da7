import { policySizes } from "../../role-policies";
import { addresses, all, statements } from "../../synth";
import { slimJson, slimPolicies, WHO, type WrittenSettings } from "./slim-json";

const CHARACTERS = 6144;
const POLICIES = 10;

const ACCOUNT = "arn:aws:iam::111122223333";
const KEY = "arn:aws:kms:eu-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab";

const ONLY_SPOT = { "r5-spot-24": false, "r5-spot-48": false, "r5-multi-24": false, "c5n-multi-18": false };

const EVERYTHING_EXISTS: WrittenSettings = {
  network: {
    vpc: "vpc-0123456789abcdef0",
    subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    securityGroups: ["sg-0123456789abcdef0"],
  },
  slim: {
    bucket: { existing: "acme-runs", prefix: "slim/", kmsKey: KEY },
    gradientQueues: { existing: "GradientQueue_", chunks: 2 },
    users: false,
    instanceProfile: { existing: `${ACCOUNT}:instance-profile/ecs` },
    serviceRole: { existing: `${ACCOUNT}:role/service-role/AWSBatchServiceRole` },
    lambdaRole: { existing: `${ACCOUNT}:role/lambda` },
    stateMachineRole: { existing: `${ACCOUNT}:role/states` },
    jobRole: { existing: `${ACCOUNT}:role/jobs` },
    sharedFileSystem: { existing: "fs-0123456789abcdef0" },
  },
};

const SETTINGS: readonly { title: string; settings: WrittenSettings }[] = [
  { title: "nothing but its defaults", settings: {} },
  {
    title: "an organisation's path, boundary and tags, and all that is made on request",
    settings: {
      tags: { owner: "imaging", "cost centre": "42" },
      iam: { path: "/teams/", permissionsBoundary: `${ACCOUNT}:policy/boundary` },
      slim: {
        users: ["ada", "grace.hopper"],
        userRole: { trusted: [`${ACCOUNT}:user/ada`] },
        serviceRole: { create: true },
        jobRole: { create: true },
        gradientQueues: { create: true, chunks: 3, kmsKey: KEY },
        sharedFileSystem: { create: true, kmsKey: KEY },
        environments: { "m4-spot": { allocationStrategy: "BEST_FIT" } },
        volumeKmsKey: KEY,
      },
    },
  },
  { title: "endpoints in the place of a NAT gateway", settings: { network: { create: { egress: "endpoints" } } } },
  {
    title: "AWS's own policies for people",
    settings: { slim: { users: ["ada"], userPermissions: "aws-managed", environments: ONLY_SPOT } },
  },
  { title: "everything existing", settings: EVERYTHING_EXISTS },
];

describe.each(SETTINGS)("the stack of slim with $title", ({ settings }) => {
  const stack = slimJson(settings);
  const { resource } = stack;

  test("has its inventory", () => {
    const counts = Object.entries(resource).map(([type, named]) => `${type} × ${Object.keys(named).length}`);
    expect(counts.sort()).toMatchSnapshot();
    expect(Object.keys(stack.output).sort()).toMatchSnapshot();
  });

  test("has addresses that Terraform takes", () => {
    expect(addresses(stack).filter((address) => !/^aws_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_]*$/.test(address))).toEqual([]);
  });

  test("names everything by its settings", () => {
    const names = NAMED.flatMap(([type, key]) => all(resource, type).map((block) => String(block[key])));
    expect(names.filter((name) => !name.startsWith("acme-slim-"))).toEqual([]);
    const paths = IAM.flatMap((type) => all(resource, type).map(({ path }) => path));
    expect(paths.filter((path) => path !== `${settings.iam?.path ?? "/groundwork/"}acme/slim/`)).toEqual([]);
  });

  test("has the boundary of the settings on every role", () => {
    const boundaries = all(resource, "aws_iam_role").map((role) => role.permissions_boundary);
    expect(boundaries.filter((boundary) => boundary !== settings.iam?.permissionsBoundary)).toEqual([]);
  });

  test("tags everything, instances and volumes of Batch too", () => {
    const tags = { ...settings.tags, "groundwork:name": "acme", "groundwork:system": "slim" };
    expect(stack.provider.aws?.[0]?.default_tags).toEqual([{ tags }]);
    for (const { name, tag_specifications } of all(resource, "aws_launch_template")) {
      expect(tag_specifications).toEqual(
        ["instance", "volume"].map((resource_type) => ({ resource_type, tags: { ...tags, Name: name } })),
      );
    }
  });

  test.each(WHO)("has policies of the %s within the quotas", (who) => {
    const sizes = policySizes(slimPolicies(stack, who));
    expect(sizes.filter((size) => size > CHARACTERS)).toEqual([]);
    expect(sizes.length).toBeLessThan(POLICIES);
  });

  test("attaches to each role and group no more policies than IAM takes", () => {
    const attached = [
      ...all(resource, "aws_iam_role_policy_attachment").map(({ role }) => role),
      ...all(resource, "aws_iam_group_policy_attachment").map(({ group }) => group),
    ];
    const most = Math.max(0, ...attached.map((it) => attached.filter((other) => other === it).length));
    expect(most).toBeLessThanOrEqual(POLICIES);
  });

  test("lets services assume its roles for this account alone, where they say for whom", () => {
    const trusts = Object.entries(stack.data.aws_iam_policy_document ?? {}).filter(([name]) => name.endsWith("_trust"));
    const unguarded = trusts.filter(([, { statement }]) => !JSON.stringify(statement).includes("aws:SourceAccount"));
    expect(unguarded.map(([name]) => name).filter((name) => !UNGUARDED.includes(name))).toEqual([]);
  });

  test("has its roles and ways out before its environments", () => {
    const needed = addresses(stack).filter((address) =>
      /^aws_(iam_role_policy_attachment\.instance|route\.|vpc_endpoint\.|route_table_association\.)/.test(address),
    );
    for (const { depends_on = [] } of all(resource, "aws_batch_compute_environment"))
      expect(needed.filter((address) => !(depends_on as string[]).includes(address))).toEqual([]);
  });
});

const IAM = ["aws_iam_role", "aws_iam_policy", "aws_iam_instance_profile", "aws_iam_group"];

/** EC2 and Lambda do not say for whom they act; people are named. */
const UNGUARDED = ["instance_trust", "lambda_trust", "user_role_trust"];

/** Where physical names stand. */
const NAMED: readonly (readonly [type: string, key: string])[] = [
  ...IAM.map((type) => [type, "name"] as const),
  ["aws_batch_compute_environment", "compute_environment_name_prefix"],
  ["aws_batch_job_queue", "name"],
  ["aws_launch_template", "name"],
  ["aws_placement_group", "name"],
  ["aws_s3_bucket", "bucket"],
  ["aws_security_group", "name"],
  ["aws_sqs_queue", "name"],
];

describe("the outputs of slim", () => {
  test("are ARNs by the document's role names", () => {
    const { output } = slimJson(SETTINGS[1]?.settings);
    const role = (thing: string) => `${ACCOUNT}:role/teams/acme/slim/acme-slim-${thing}`;
    expect(output.role_arns?.value).toEqual({
      AWSBatchServiceRole: role("service"),
      StepFunctionsLambdaRole: role("state-machine"),
      "SLIM-Extras_ECS_for_EC2": role("instance"),
      "SLIM-Extras_for_Lambda": role("lambda"),
      AmazonEC2SpotFleetRole: role("spot-fleet"),
    });
  });

  test("leave out roles that are not there", () => {
    expect(Object.keys(slimJson().output.role_arns?.value as object).sort()).toEqual([
      "SLIM-Extras_ECS_for_EC2",
      "SLIM-Extras_for_Lambda",
      "StepFunctionsLambdaRole",
    ]);
  });

  test("say where things are in the words of the workflow's parameters", () => {
    const { output } = slimJson({ slim: { bucket: { create: "acme-slim", prefix: "lab/" } } });
    expect(output.job_parameters?.value).toMatchObject({
      bucket_name: "acme-slim",
      script_path: "lab/scripts/",
      batch_queue: "acme-slim-m4-spot",
      sqs_queue: "acme-slim-gradients-",
      num_chunks: 1,
      auto_create_queues: "FALSE",
    });
    expect(output.gradient_queue_urls?.value).toEqual({
      "acme-slim-gradients-1": "https://sqs.eu-west-2.amazonaws.com/111122223333/acme-slim-gradients-1",
    });
  });

  test("have what is to be merged and attached by hand where things exist", () => {
    const { output, resource } = slimJson(EVERYTHING_EXISTS);
    expect(
      Object.keys(output)
        .filter((name) => /_to_(merge|attach)$/.test(name))
        .sort(),
    ).toEqual([
      "bucket_policy_to_merge",
      "instance_policy_to_attach",
      "job_policy_to_attach",
      "kms_key_policy_to_merge",
      "lambda_policy_to_attach",
      "queue_policies_to_merge",
      "state_machine_policy_to_attach",
    ]);
    expect(Object.keys(output.queue_policies_to_merge?.value as object)).toEqual([
      "GradientQueue_1",
      "GradientQueue_2",
    ]);
    expect(Object.keys(resource).filter((type) => /iam_role|s3|sqs|vpc|subnet/.test(type))).toEqual([]);
  });
});

describe("slim without a way to the Internet", () => {
  test("reaches SQS by an endpoint, for jobs announce gradients there", () => {
    const names = (region: string) =>
      all(slimJson({ region, network: { create: { egress: "endpoints" } } }).resource, "aws_vpc_endpoint").map(
        ({ service_name }) => service_name,
      );
    expect(names("eu-west-2")).toContain("com.amazonaws.eu-west-2.sqs");
    expect(names("cn-north-1")).toContain("cn.com.amazonaws.cn-north-1.sqs");
  });
});

describe("slim in other partitions", () => {
  test("speaks of the region's partition wherever it has an ARN", () => {
    const text = (region: string) =>
      JSON.stringify(slimJson({ region, slim: { users: ["ada"], userPermissions: "aws-managed" } }));
    expect(text("cn-north-1")).not.toMatch(/arn:aws(-us-gov)?:/);
    expect(text("us-gov-west-1")).not.toMatch(/arn:aws(-cn)?:/);
    expect(text("eu-west-2")).not.toMatch(/arn:aws-/);
  });

  test("names EC2 by its Chinese name in China, and the other services by their usual ones", () => {
    const stack = slimJson({ region: "cn-north-1" });
    const service = (name: string) => JSON.stringify(statements(stack, `${name}_trust`));
    expect(service("instance")).toContain('"ec2.amazonaws.com.cn"');
    expect(service("lambda")).toContain('"lambda.amazonaws.com"');
    expect(service("state_machine")).toContain('"states.amazonaws.com"');
  });
});
