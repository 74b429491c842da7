import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What of a Terraform JSON configuration matters here. */
interface Configuration {
  readonly terraform?: { readonly backend?: Readonly<Record<string, object>> };
  readonly provider?: { readonly aws?: readonly { readonly alias?: string }[] };
}

const KEYS = { access_key: "emulator", secret_key: "emulator" };

/** The services of the five systems and of what they are proved with, in the provider's words. */
const SERVICES = [
  "apigateway",
  "autoscaling",
  "batch",
  "budgets",
  "cloudformation",
  "cloudtrail",
  "cloudwatch",
  "codebuild",
  "dynamodb",
  "ec2",
  "ecr",
  "ecs",
  "efs",
  "elb",
  "elbv2",
  "events",
  "fsx",
  "iam",
  "imagebuilder",
  "kms",
  "lambda",
  "logs",
  "organizations",
  "pricing",
  "resourcegroups",
  "resourcegroupstaggingapi",
  "route53",
  "s3",
  "s3control",
  "scheduler",
  "secretsmanager",
  "servicediscovery",
  "servicequotas",
  "sfn",
  "sns",
  "sqs",
  "ssm",
  "sts",
];

/**
 * Points the configuration in `dir` at an endpoint, by `emulator_override.tf.json` beside it; `cdk.tf.json` stays as it is.
 *
 * To be called again when the stack was synthesized anew with another backend or other providers.
 */
export function writeOverride(dir: string, endpoint: string): void {
  const file = join(dir, "cdk.tf.json");
  const configuration = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const override = overrideFor(configuration, endpoint);
  writeFileSync(join(dir, "emulator_override.tf.json"), `${JSON.stringify(override, null, 2)}\n`);
}

/**
 * The override that sends every AWS provider of a configuration, and its S3 backend if it has one, to the emulator.
 *
 * A provider's arguments are merged one by one. A backend's are not: the block of an override stands in for the whole
 * block, so that it repeats the configuration's. See
 * https://developer.hashicorp.com/terraform/language/files/override#merging-behavior
 */
export function overrideFor({ terraform, provider }: Configuration, endpoint: string): object {
  const providers = provider?.aws ?? [{}];
  const s3 = terraform?.backend?.s3;
  return {
    provider: { aws: providers.map(({ alias }) => ({ ...(alias && { alias }), ...providerOverride(endpoint) })) },
    ...(s3 && { terraform: { backend: { s3: { ...s3, ...backendOverride(endpoint) } } } }),
  };
}

function providerOverride(endpoint: string): object {
  return {
    ...KEYS,
    // The default of 25 keeps Terraform trying for minutes when the emulator cannot answer, or is gone.
    max_retries: 3,
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
    s3_use_path_style: true,
    skip_metadata_api_check: "true",
  };
}

function backendOverride(endpoint: string): object {
  return {
    ...KEYS,
    endpoints: { s3: endpoint, iam: endpoint, sts: endpoint, dynamodb: endpoint },
    use_path_style: true,
    skip_metadata_api_check: true,
  };
}
