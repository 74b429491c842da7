import { hclBlock } from "./hcl";
import { defaultOf } from "./input";
import { type Refusal, refusalsOf } from "./refusal";
import type { Example, RegistryModule } from "./registry-module";

/** Below the module: where Terraform looks for tests, and where the tests look for what the provider would say. */
const FOLDER = "tests";

const ACCOUNT = "111122223333";
const POLICY = '{"Version":"2012-10-17","Statement":[]}';

/**
 * What a mocked provider says of data that it would look up.
 *
 * Made-up texts are no JSON, no ARN and no list of zones, and the provider looks at those even when it is mocked.
 */
const DATA: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_availability_zones: { names: ["eu-west-2a", "eu-west-2b", "eu-west-2c"] },
  aws_caller_identity: { account_id: ACCOUNT },
  aws_iam_instance_profile: { arn: arn("iam", "instance-profile/theirs") },
  aws_iam_policy_document: { json: POLICY, minified_json: POLICY },
  aws_partition: { partition: "aws" },
  aws_region: { name: "eu-west-2" },
  aws_ssm_parameter: { insecure_value: "ami-0123456789abcdef0" },
};

/** What it says of resources that others read an ARN of. */
const RESOURCES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws_batch_compute_environment: { arn: arn("batch", "compute-environment/made") },
  aws_iam_instance_profile: { arn: arn("iam", "instance-profile/made") },
  aws_iam_policy: { arn: arn("iam", "policy/made") },
  aws_iam_role: { arn: arn("iam", "role/made") },
};

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${service === "iam" ? "" : "eu-west-2"}:${ACCOUNT}:${resource}`;
}

/**
 * Tests that come with a module and need neither an account nor a network: `terraform test` in its folder.
 *
 * @see https://developer.hashicorp.com/terraform/language/tests/mocking
 */
export function testFiles(module: RegistryModule): Record<string, string> {
  const { smallest, existing } = module.props.examples;
  return {
    [`${FOLDER}/aws.tfmock.hcl`]: mocks(module),
    [`${FOLDER}/defaults.tftest.hcl`]: examplesTest("defaults", smallest),
    [`${FOLDER}/existing.tftest.hcl`]: examplesTest("everything_exists", existing),
    [`${FOLDER}/validations.tftest.hcl`]: refusalsTest(module),
    ...(module.props.refusedTogether && { [`${FOLDER}/relations.tftest.hcl`]: relationsTest(module) }),
  };
}

/** A wrong value for everything that the inputs of a module are checked for. */
export function refusalsIn({ inputs, props }: RegistryModule): Refusal[] {
  const { smallest, existing } = props.examples;
  return inputs.flatMap((input) =>
    refusalsOf(input, [existing.inputs[input.name], smallest.inputs[input.name], defaultOf(input)]),
  );
}

function mocks(module: RegistryModule): string {
  const mocked = (kind: "data" | "resource", known: typeof DATA) => {
    const types = new Set(module.elementsOf(kind).map(({ terraformResourceType }) => terraformResourceType));
    return Object.entries(known)
      .filter(([type]) => types.has(type))
      .map(([type, defaults]) => hclBlock(`mock_${kind}`, [type], { defaults }));
  };
  return file(...mocked("data", DATA), ...mocked("resource", RESOURCES));
}

function examplesTest(name: string, { inputs, counts }: Example): string {
  const assert = Object.entries(counts).map(([address, count]) => ({
    condition: `\${length(${address}) == ${count}}`,
    error_message: `There must be ${count} of ${address}.`,
  }));
  const body = { command: "${plan}", ...(assert.length > 0 && { assert: { value: assert, isBlock: true } }) };
  return file(PROVIDER, hclBlock("variables", [], inputs), hclBlock("run", [name], body));
}

/** One wrong value of each input in a run, for a run takes as long as a plan. */
function refusalsTest(module: RegistryModule): string {
  const { smallest } = module.props.examples;
  const refusals = refusalsIn(module);
  const byInput = module.inputs.map(({ name }) => refusals.filter(({ input }) => input === name));
  const runs = Array.from({ length: Math.max(...byInput.map(({ length }) => length)) }, (_, index) => {
    const wrong = byInput.flatMap((ofInput) => ofInput[index] ?? []);
    return hclBlock("run", [`wrong_values_${index + 1}`], {
      command: "${plan}",
      expect_failures: wrong.map(({ input }) => `\${var.${input}}`),
      variables: { value: Object.fromEntries(wrong.map(({ input, value }) => [input, value])), isBlock: true },
    });
  });
  return file(PROVIDER, hclBlock("variables", [], smallest.inputs), ...runs);
}

/** Inputs that must not stand beside each other, which a plan says at an output or a resource. */
function relationsTest({ props }: RegistryModule): string {
  const runs = Object.entries(props.refusedTogether ?? {}).flatMap(([address, refused]) =>
    refused.map((inputs, index) =>
      hclBlock("run", [`${address.replace(/\W/g, "_")}_${index + 1}`], {
        command: "${plan}",
        expect_failures: [`\${${address}}`],
        variables: { value: inputs, isBlock: true },
      }),
    ),
  );
  return file(PROVIDER, hclBlock("variables", [], props.examples.smallest.inputs), ...runs);
}

const PROVIDER = hclBlock("mock_provider", ["aws"], { source: `./${FOLDER}`, override_during: "${plan}" });

function file(...blocks: string[]): string {
  return `${[GENERATED, ...blocks].join("\n\n")}\n`;
}

const GENERATED = "# Generated by Groundwork (npm run registry): change the module that it tests, not this file.";
