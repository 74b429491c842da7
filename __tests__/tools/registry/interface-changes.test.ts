import type { InterfaceChange } from "../../../tools/registry/interface-change";
import { interfaceChanges } from "../../../tools/registry/interface-changes";
import type { ModuleInterface } from "../../../tools/registry/module-interface";

const BEFORE: ModuleInterface = {
  inputs: { bucket_name: { type: "string" }, prefixes: { type: "list(string)", default: "[]" } },
  outputs: ["bucket_arn"],
  addresses: ["aws_s3_bucket.this", "data.aws_iam_policy_document.read"],
  requirements: { terraform: ">= 1.5", aws: ">= 5.49, < 6.0" },
};

const { bucket_name, prefixes } = BEFORE.inputs as Record<"bucket_name" | "prefixes", { type: string }>;

/** What is changed in a module, and what that is to its users. */
const CHANGES: [title: string, now: Partial<ModuleInterface>, changes: [InterfaceChange["level"], string][]][] = [
  ["nothing", {}, []],
  ["an input removed", { inputs: { bucket_name } }, [["major", "input prefixes is gone"]]],
  [
    "an input renamed",
    { inputs: { bucket: bucket_name, prefixes } },
    [
      ["major", "input bucket_name is gone"],
      ["major", "input bucket is new and required"],
    ],
  ],
  [
    "an optional input added",
    { inputs: { ...BEFORE.inputs, tags: { type: "map(string)", default: "{}" } } },
    [["minor", "input tags is new"]],
  ],
  [
    "an input added that may be null",
    { inputs: { ...BEFORE.inputs, key: { type: "string", default: "null" } } },
    [["minor", "input key is new"]],
  ],
  [
    "a required input added",
    { inputs: { ...BEFORE.inputs, account: { type: "string" } } },
    [["major", "input account is new and required"]],
  ],
  [
    "an input that became required",
    { inputs: { bucket_name, prefixes: { type: "list(string)" } } },
    [["major", "input prefixes is required, and was not"]],
  ],
  [
    "an input that may be left out now",
    { inputs: { bucket_name: { type: "string", default: "null" }, prefixes } },
    [["minor", "input bucket_name may be left out"]],
  ],
  [
    "a default that is another one",
    { inputs: { bucket_name, prefixes: { type: "list(string)", default: '["runs/"]' } } },
    [["minor", 'input prefixes is ["runs/"] where it is left out, and was []']],
  ],
  [
    "a type narrowed",
    { inputs: { bucket_name, prefixes: { type: "list(number)", default: "[]" } } },
    [["major", "input prefixes[] is number, and was string"]],
  ],
  [
    "a type widened",
    { inputs: { bucket_name, prefixes: { type: "list(any)", default: "[]" } } },
    [["minor", "input prefixes[] is any, and was string"]],
  ],
  ["an output removed", { outputs: [] }, [["major", "output bucket_arn is gone"]]],
  ["an output added", { outputs: ["bucket_arn", "bucket_name"] }, [["minor", "output bucket_name is new"]]],
  [
    "an output renamed",
    { outputs: ["arn"] },
    [
      ["major", "output bucket_arn is gone"],
      ["minor", "output arn is new"],
    ],
  ],
  [
    "a resource removed",
    { addresses: ["data.aws_iam_policy_document.read"] },
    [["major", "address aws_s3_bucket.this is gone"]],
  ],
  [
    "a resource added",
    { addresses: [...BEFORE.addresses, "aws_kms_key.this"] },
    [["minor", "address aws_kms_key.this is new"]],
  ],
  [
    "a resource with another address",
    { addresses: ["aws_s3_bucket.data", "data.aws_iam_policy_document.read"] },
    [
      ["major", "address aws_s3_bucket.this is gone"],
      ["minor", "address aws_s3_bucket.data is new"],
    ],
  ],
  [
    "a resource that is made for each item now",
    { addresses: ["aws_s3_bucket.this[each]", "data.aws_iam_policy_document.read"] },
    [
      ["major", "address aws_s3_bucket.this is gone"],
      ["minor", "address aws_s3_bucket.this[each] is new"],
    ],
  ],
  [
    "a data source removed",
    { addresses: ["aws_s3_bucket.this"] },
    [["major", "address data.aws_iam_policy_document.read is gone"]],
  ],
  [
    "a newer provider needed",
    { requirements: { terraform: ">= 1.5", aws: ">= 5.100, < 6.0" } },
    [["major", "aws must be >= 5.100, < 6.0, and was >= 5.49, < 6.0"]],
  ],
  [
    "a newer Terraform needed",
    { requirements: { terraform: ">= 1.5.1", aws: ">= 5.49, < 6.0" } },
    [["major", "terraform must be >= 1.5.1, and was >= 1.5"]],
  ],
  [
    "an older provider allowed",
    { requirements: { terraform: ">= 1.5", aws: ">= 5.9, < 7.0" } },
    [["minor", "aws must be >= 5.9, < 7.0, and was >= 5.49, < 6.0"]],
  ],
  [
    "a range that cannot be compared",
    { requirements: { terraform: ">= 1.5", aws: "~> 5.0" } },
    [["major", "aws must be ~> 5.0, and was >= 5.49, < 6.0"]],
  ],
  [
    "a provider added",
    { requirements: { ...BEFORE.requirements, random: ">= 3.0" } },
    [["major", "random must be >= 3.0, and was any"]],
  ],
  [
    "a requirement dropped",
    { requirements: { aws: ">= 5.49, < 6.0" } },
    [["minor", "terraform must be any, and was >= 1.5"]],
  ],
];

describe("a release", () => {
  test.each(CHANGES)("with %s", (_title, now, changes) => {
    const found = interfaceChanges({ "data-bucket": BEFORE }, { "data-bucket": { ...BEFORE, ...now } });
    expect(found).toEqual(changes.map(([level, what]) => ({ level, what: `data-bucket: ${what}` })));
  });

  test("with a module that is gone and one that is new", () => {
    expect(interfaceChanges({ roles: BEFORE }, { duet: BEFORE })).toEqual([
      { level: "major", what: "module roles is gone" },
      { level: "minor", what: "module duet is new" },
    ]);
  });
});
