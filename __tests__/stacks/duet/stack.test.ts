import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { policySizes } from "../../role-policies";
import { addresses, all, type Block, only } from "../../synth";
import { duetJson, duetPolicies, duetStack, type WrittenSettings } from "./duet-json";
import { SETTINGS } from "./settings-cases";

/** Most of what AWS takes: characters of a managed policy, policies of a role. */
const CHARACTERS = 6144;
const POLICIES = 10;

describe.each(SETTINGS)("the stack of duet with $title", ({ settings }) => {
  const stack = duetJson(settings);
  const { resource, data } = stack;
  const text = JSON.stringify(stack);

  test("has its inventory", () => {
    const counts = Object.entries(resource).map(([type, named]) => `${type} × ${Object.keys(named).length}`);
    expect(counts.sort()).toMatchSnapshot();
  });

  test("has addresses that Terraform takes", () => {
    expect(addresses(stack).filter((address) => !/^aws_[a-z0-9_]+\.[A-Za-z_][A-Za-z0-9_]*$/.test(address))).toEqual([]);
  });

  test("names everything by its settings", () => {
    const names = NAMED.flatMap(([type, key]) => all(resource, type).map((block) => String(block[key])));
    expect(names.filter((name) => !name.startsWith("acme-duet-"))).toEqual([]);
    const paths = IAM.flatMap((type) => all(resource, type).map(({ path }) => path));
    expect(new Set(paths).size).toBeLessThanOrEqual(1);
    expect(paths.filter((path) => path !== `${settings.iam?.path ?? "/groundwork/"}acme/duet/`)).toEqual([]);
  });

  test("has the boundary of the settings on every role", () => {
    const boundaries = all(resource, "aws_iam_role").map((role) => role.permissions_boundary);
    expect(boundaries.filter((boundary) => boundary !== settings.iam?.permissionsBoundary)).toEqual([]);
  });

  test("tags everything, instances and volumes of Batch too", () => {
    const tags = { ...settings.tags, "groundwork:name": "acme", "groundwork:system": "duet" };
    expect(stack.provider.aws?.[0]?.default_tags).toEqual([{ tags }]);
    const onInstances = { ...tags, Name: "acme-duet-batch" };
    const template = only(resource, "aws_launch_template");
    expect(template.tag_specifications).toEqual([
      { resource_type: "instance", tags: onInstances },
      { resource_type: "volume", tags: onInstances },
    ]);
    const environment = only(resource, "aws_batch_compute_environment");
    expect((environment.compute_resources as Block).tags).toEqual(onInstances);
  });

  test("touches no default network", () => {
    expect(Object.keys(resource).filter((type) => type.startsWith("aws_default_"))).toEqual([]);
    expect(Object.keys(data).filter((type) => /vpc|subnet|security_group/.test(type))).toEqual([]);
  });

  test("has a provider that is AWS's, and nothing of the emulator", () => {
    expect(["127.0.0.1", "localhost", "moto"].filter((word) => text.includes(word))).toEqual([]);
    expect(Object.keys(stack.provider.aws?.[0] ?? {}).sort()).toEqual([
      "allowed_account_ids",
      "default_tags",
      "region",
    ]);
  });

  test("refuses every account but the settings' one", () => {
    expect(stack.provider.aws?.[0]?.allowed_account_ids).toEqual([settings.account ?? "111122223333"]);
  });

  test.each(["machine", "instance"] as const)("has policies of the %s within the quotas", (role) => {
    const sizes = policySizes(duetPolicies(stack, role));
    expect({ sizes, tooLarge: sizes.filter((size) => size > CHARACTERS) }).toEqual({ sizes, tooLarge: [] });
    expect(sizes.length).toBeLessThanOrEqual(POLICIES);
  });

  test("is made before it is used: roles and ways out before instances", () => {
    const environment = only(resource, "aws_batch_compute_environment");
    const first = environment.depends_on as string[];
    const needed = addresses(stack).filter(
      (address) =>
        address.startsWith("aws_iam_role_policy_attachment.") &&
        !address.startsWith("aws_iam_role_policy_attachment.machine"),
    );
    expect(needed.filter((address) => !first.includes(address))).toEqual([]);
    const ways = addresses(stack).filter((address) =>
      /^aws_(route|vpc_endpoint|route_table_association)\./.test(address),
    );
    expect(ways.filter((address) => !first.includes(address))).toEqual([]);
    for (const machine of all(resource, "aws_instance"))
      expect(ways.filter((address) => !(machine.depends_on as string[]).includes(address))).toEqual([]);
  });
});

const IAM = ["aws_iam_role", "aws_iam_policy", "aws_iam_instance_profile"];

/** Where physical names stand. */
const NAMED: readonly (readonly [type: string, key: string])[] = [
  ...IAM.map((type) => [type, "name"] as const),
  ["aws_batch_compute_environment", "compute_environment_name_prefix"],
  ["aws_batch_job_queue", "name"],
  ["aws_key_pair", "key_name"],
  ["aws_launch_template", "name"],
  ["aws_security_group", "name"],
];

describe("the stack of duet", () => {
  const STATE = { state: { bucket: "acme-terraform-state" } };

  test("is the same, byte for byte, from two runs in two folders", () => {
    const [first, second] = [synthesized(STATE), synthesized(STATE)];
    expect(first.folder).not.toBe(second.folder);
    expect(first.bytes.equals(second.bytes)).toBe(true);
  });

  test("has nothing of the machine in it that it was synthesized on", () => {
    const { folder, bytes } = synthesized(STATE);
    const text = bytes.toString();
    const foreign = [folder, join(__dirname, "..", "..", ".."), homedir(), hostname(), tmpdir(), process.execPath];
    expect(foreign.filter((word) => text.includes(word))).toEqual([]);
  });

  test("keeps its state in the settings' bucket, locked and for the one account", () => {
    const kmsKey = "arn:aws:kms:eu-west-2:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab";
    expect(duetJson({ state: { bucket: "acme-terraform-state", kmsKey } }).terraform.backend).toEqual({
      s3: {
        bucket: "acme-terraform-state",
        key: "acme/duet/terraform.tfstate",
        region: "eu-west-2",
        encrypt: true,
        kms_key_id: kmsKey,
        use_lockfile: true,
        allowed_account_ids: ["111122223333"],
      },
    });
  });

  test("keeps its state beside the project where the settings name no bucket, by a relative path", () => {
    expect(duetJson().terraform.backend).toEqual({ local: { path: "../../../terraform.acme-duet.tfstate" } });
  });

  test("speaks of the region's partition wherever it has an ARN", () => {
    const text = (region: string) => JSON.stringify(duetJson({ region }));
    expect(text("cn-north-1")).not.toMatch(/arn:aws(-us-gov)?:/);
    expect(text("us-gov-west-1")).not.toMatch(/arn:aws(-cn)?:/);
    expect(text("eu-west-2")).not.toMatch(/arn:aws-/);
  });
});

function synthesized(settings: WrittenSettings): { folder: string; bytes: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), "groundwork-duet-"));
  const before = process.cwd();
  try {
    process.chdir(folder);
    App.of(duetStack(settings, join(folder, "cdktf.out"))).synth();
    return { folder, bytes: readFileSync(join(folder, "cdktf.out", "stacks", "duet", "cdk.tf.json")) };
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}
