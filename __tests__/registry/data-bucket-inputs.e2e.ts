import { hclBlock } from "../../registry/hcl";
import { ACCOUNT, HclRepository, REGION } from "./hcl-repository";

/** What the module refuses, and the message that a person reads. */
const WRONG: [input: string, value: unknown, message: string][] = [
  ["bucket_name", "Acme_Data", "bucket_name must be a bucket name: 3 to 63 lower-case letters, digits, hyphens"],
  ["bucket_name", "ab", "bucket_name must be a bucket name"],
  ["bucket_name", "a".repeat(64), "bucket_name must be a bucket name"],
  ["bucket_name", "acme..data", "bucket_name must be a bucket name"],
  ["bucket_name", "192.168.1.1", "bucket_name must be a bucket name"],
  ["bucket_name", "xn--acme", "bucket_name must be a bucket name"],
  ["bucket_name", "acme--x-s3", "bucket_name must be a bucket name"],
  ["bucket_name", null, "required variable may not be set to null"],
  ["prefixes", ["runs/", "tables"], "each of prefixes must be a prefix: folders of letters, digits and !-_.()=, each"],
  ["prefixes", ["/runs/"], "each of prefixes must be a prefix"],
  ["prefixes", ["runs//1/"], "each of prefixes must be a prefix"],
  ["prefixes", ["runs/../"], "each of prefixes must be a prefix"],
  ["prefixes", ["run*/"], "each of prefixes must be a prefix"],
  ["roles", ["*"], "each of roles must be the ARN of a role: arn:aws:iam::<account>:role/<name>."],
  ["roles", [`arn:aws:iam::${ACCOUNT}:user/ada`], "each of roles must be the ARN of a role"],
  ["expire", [{ prefix: "scratch", days: 1 }], "expire[*].prefix must be a prefix"],
  ["expire", [{ prefix: `${"a".repeat(248)}/`, days: 1 }], "none before the first; at most 248 characters."],
  ["expire", [{ prefix: "scratch/", days: 0 }], "expire[*].days must be a whole number from 1 to 3650."],
  ["expire", [{ prefix: "scratch/", days: 1.5 }], "expire[*].days must be a whole number"],
  ["expire", [{ prefix: "scratch/" }], 'attribute "days" is required'],
  ["kms_key_arn", "alias/acme", "kms_key_arn must be the ARN of a KMS key: arn:aws:kms:<region>:<account>:key/<id>."],
  ["kms_key_arn", `arn:aws:kms:${REGION}:${ACCOUNT}:alias/acme`, "kms_key_arn must be the ARN of a KMS key"],
  ["noncurrent_days", 0, "noncurrent_days must be a whole number from 1 to 3650."],
  ["noncurrent_days", 3651, "noncurrent_days must be a whole number"],
  ["create", "perhaps", "a bool is required"],
];

/** What it takes, by the name of the module's call. */
const RIGHT = {
  shortest: { bucket_name: "abc", prefixes: ["a/"], expire: [{ prefix: "b/", days: 1 }], noncurrent_days: 1 },
  longest: {
    bucket_name: "a".repeat(63),
    prefixes: [`${"a".repeat(511)}/`],
    expire: [{ prefix: `${"a".repeat(247)}/`, days: 3650 }],
    kms_key_arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/11112222-3333-4444-5555-666677778888`,
    noncurrent_days: 3650,
  },
  null: Object.fromEntries([...WRONG.map(([input]) => [input, null]), ["bucket_name", "acme-null"]]),
};

let hcl: HclRepository;
let refusals: { context: string; text: string }[];

beforeAll(async () => {
  hcl = await HclRepository.create();
  const wrong = WRONG.map(([input, value], row) => [`wrong_${row}`, { bucket_name: "acme-wrong", [input]: value }]);
  refusals = await refused({ ...RIGHT, ...Object.fromEntries(wrong) });
}, 360_000);

afterAll(() => hcl?.remove());

test.each(WRONG.map((refusal, row) => [...refusal, row] as const))(
  "an input refuses %s = %j",
  (_input, _value, message, row) => {
    const said = refusals.filter(({ context }) => context === `module "wrong_${row}"`).map(({ text }) => text);
    expect(said).toEqual([expect.stringContaining(message)]);
  },
);

test("an input takes the shortest and the longest, and null for its default", () => {
  expect(refusals.filter(({ context }) => !context.startsWith('module "wrong_'))).toEqual([]);
});

/** What `terraform validate` says against calls of the module, by their names. */
async function refused(calls: Record<string, object>): Promise<{ context: string; text: string }[]> {
  const source = "../terraform-aws-groundwork/modules/data-bucket";
  const modules = Object.entries(calls).map(([name, inputs]) => hclBlock("module", [name], { source, ...inputs }));
  const folder = hcl.configuration("refused", modules.join("\n"));
  await hcl.terraform.init(folder, hcl.options);
  const { stdout } = await hcl.terraform.run(folder, ["validate", "-json"], hcl.options);
  const { diagnostics } = JSON.parse(stdout);
  return diagnostics.map(({ detail, snippet }: { detail: string; snippet?: { context?: string } }) => ({
    context: snippet?.context ?? "",
    text: detail,
  }));
}
