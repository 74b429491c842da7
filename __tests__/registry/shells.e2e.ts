import { TerraformOutput, type TerraformStack } from "cdktf";
import { type Arn, AwsEnvironment } from "../../modules/aws-environment";
import { DataBucket, type DataBucketProps } from "../../modules/data-bucket";
import { PolicyDocument } from "../../modules/policy-document";
import { synth } from "../synth";
import { ACCOUNT, asSets, HclRepository, REGION } from "./hcl-repository";

type Options = Omit<DataBucketProps, "aws"> & { readonly prefixes?: string[]; readonly roles?: Arn[] };

/** What a person may ask of a data bucket, in the words of the construct. */
const OPTIONS: Record<string, Options> = {
  defaults: { bucketName: "acme-data" },
  full: {
    bucketName: "acme-runs",
    prefixes: ["runs/", "tables/2026/"],
    roles: [`arn:aws:iam::${ACCOUNT}:role/acme-machine`],
    expire: [
      { prefix: "scratch/", days: 7 },
      { prefix: "nf-work/", days: 30 },
    ],
    kmsKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/11112222-3333-4444-5555-666677778888`,
    forceDestroy: true,
    noncurrentDays: 3,
    tags: { owner: "genomics" },
  },
  existing: {
    create: false,
    bucketName: "acme-shared",
    prefixes: ["cohort/"],
    roles: [`arn:aws:iam::444455556666:role/acme-machine`, "arn:aws:iam::444455556666:role/acme-jobs"],
    kmsKeyArn: `arn:aws:kms:${REGION}:444455556666:key/mrk-1234abcd12ab34cd56ef1234567890ab`,
  },
};

const POLICIES = ["read_policy", "read_write_policy", "policy_to_merge"] as const;

let hcl: HclRepository;
let plan: Awaited<ReturnType<HclRepository["plan"]>>;

beforeAll(async () => {
  hcl = await HclRepository.create();
  const folder = hcl.configuration("both", bothShells());
  await hcl.terraform.init(folder, hcl.options);
  plan = await hcl.plan(folder);
}, 360_000);

afterAll(() => hcl?.remove());

describe.each(Object.keys(OPTIONS))("a data bucket, %s", (option) => {
  test("becomes the same resources in a stack and in a module", () => {
    const inStack = resources((address) => new RegExp(`^aws_\\w+[.]${option}$`).test(address));
    expect(Object.keys(inStack)).toHaveLength(OPTIONS[option]?.create === false ? 0 : 6);
    expect(resources((address) => address.startsWith(`module.${option}.`))).toEqual(inStack);
  });

  test.each(POLICIES)("says the same in its %s, before anything exists", (policy) => {
    expect(asSets(plan.outputs[`module_${option}_${policy}`])).toEqual(asSets(plan.outputs[`${option}_${policy}`]));
  });
});

/** Every option as part of a stack, and as a call of the module beside it. */
function bothShells(): object {
  const names = Object.keys(OPTIONS);
  const source = "../terraform-aws-groundwork/modules/data-bucket";
  const outputs = names.flatMap((name) =>
    POLICIES.map((policy) => [`module_${name}_${policy}`, { value: `\${module.${name}.${policy}}` }]),
  );
  const { provider, resource, data, output } = synth(asStack);
  return {
    provider,
    resource,
    data,
    module: Object.fromEntries(names.map((name) => [name, { source, ...inSnakeCase(OPTIONS[name] ?? {}) }])),
    output: { ...output, ...Object.fromEntries(outputs) },
  };
}

function asStack(stack: TerraformStack): void {
  const aws = AwsEnvironment.of({ account: ACCOUNT, region: REGION });
  for (const [name, { prefixes, roles = [], ...props }] of Object.entries(OPTIONS)) {
    const bucket = new DataBucket(stack, name, { aws, ...props });
    const statements = {
      read_policy: bucket.read(prefixes),
      read_write_policy: bucket.readWrite(prefixes),
      policy_to_merge: bucket.policyToMerge(roles, prefixes),
    };
    for (const policy of POLICIES) {
      const { json } = new PolicyDocument(bucket, policy, { statements: statements[policy] });
      new TerraformOutput(stack, `${name}_${policy}`, { value: json });
    }
  }
}

function inSnakeCase(options: object): object {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [snake(name), value]));
}

/** What the plan would make: the values of each resource, by its type. */
function resources(at: (address: string) => boolean): Record<string, unknown> {
  const made = plan.resources.filter(({ mode, address }) => mode === "managed" && at(address));
  return Object.fromEntries(made.map(({ type, values }) => [type, given(values)]));
}

/** The values that were given: `tags = {}` is no tags. */
function given(values: object): object {
  const isGiven = (value: unknown) => value !== null && (typeof value !== "object" || Object.keys(value).length > 0);
  const kept = Object.entries(values).filter(([, value]) => isGiven(value));
  return Object.fromEntries(kept.map(([name, value]) => [name, name === "policy" ? asSets(value) : value]));
}
