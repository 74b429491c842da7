import { overrideFor } from "../../../tools/emulator/override";

const ENDPOINT = "http://127.0.0.1:40123";

interface Override {
  provider: { aws: { alias?: string; endpoints: Record<string, string>[] }[] };
  terraform?: { backend: { s3: object } };
}

function override(configuration: object): Override {
  return overrideFor(configuration, ENDPOINT) as Override;
}

test("an override sends every service of a provider to the emulator, with false keys", () => {
  const [provider] = override({ provider: { aws: [{}] } }).provider.aws;
  expect(provider).toMatchObject({ access_key: "emulator", secret_key: "emulator", s3_use_path_style: true });
  expect(provider?.endpoints[0]).toMatchObject({ s3: ENDPOINT, iam: ENDPOINT, batch: ENDPOINT, sts: ENDPOINT });
});

test("an override leaves the account check of a provider alone", () => {
  const [provider] = override({ provider: { aws: [{}] } }).provider.aws;
  expect(Object.keys(provider ?? {})).not.toContain("skip_requesting_account_id");
  expect(Object.keys(provider ?? {})).not.toContain("allowed_account_ids");
});

test("an override covers each alias of a provider", () => {
  const configuration = { provider: { aws: [{ region: "eu-west-2" }, { region: "us-east-1", alias: "global" }] } };
  expect(override(configuration).provider.aws.map(({ alias }) => alias)).toEqual([undefined, "global"]);
});

test("an override covers the default provider of a folder without JSON configuration", () => {
  expect(override({}).provider.aws).toHaveLength(1);
});

test("an override repeats an S3 backend whole, since Terraform does not merge backends", () => {
  const s3 = { bucket: "acme-state", key: "duet.tfstate", region: "eu-west-2", use_lockfile: true };
  expect(override({ terraform: { backend: { s3 } } }).terraform?.backend.s3).toMatchObject({
    ...s3,
    endpoints: { s3: ENDPOINT },
    use_path_style: true,
  });
});

test("an override leaves a local backend as it is", () => {
  expect(override({ terraform: { backend: { local: { path: "duet.tfstate" } } } })).not.toHaveProperty("terraform");
});
