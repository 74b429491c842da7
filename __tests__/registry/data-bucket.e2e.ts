import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ACCOUNT, asSets, HclRepository, REGION } from "./hcl-repository";

/** A repository in HCL that uses the module in every way, in one configuration. */
const CONSUMER = readFileSync(join(__dirname, "pipelines", "main.tf"), "utf8");

/** What the owner of the existing bucket wrote. */
const OWNERS_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Auditors",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "s3:GetBucketLocation",
      Resource: "arn:aws:s3:::acme-existing",
    },
  ],
});

let hcl: HclRepository;
let consumer: string;
let before: { existing: string[]; inventory: unknown };
let state: Awaited<ReturnType<HclRepository["state"]>>;

beforeAll(async () => {
  hcl = await HclRepository.create();
  await put(
    "/acme-existing",
    `<CreateBucketConfiguration><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`,
  );
  await put("/acme-existing?policy", OWNERS_POLICY);
  await put(
    "/acme-existing?versioning",
    "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>",
  );
  await put(
    "/acme-existing?tagging",
    "<Tagging><TagSet><Tag><Key>owner</Key><Value>core</Value></Tag></TagSet></Tagging>",
  );
  await put("/acme-existing/shared/genome.fa", "ACGT");
  before = { existing: await existing(), inventory: await hcl.emulator.inventory() };
  consumer = hcl.configuration("pipelines", CONSUMER);
  await hcl.terraform.init(consumer, hcl.options);
  await hcl.terraform.apply(consumer, hcl.options);
  state = await hcl.state(consumer);
}, 900_000);

afterAll(() => hcl?.remove());

test("modules that were applied have no changes at the second plan", async () => {
  expect(await hcl.terraform.hasChanges(consumer, hcl.options)).toBe(false);
}, 360_000);

describe("a bucket that a module made", () => {
  test("has everything that protects it, each under a readable address", () => {
    const ofModule = state.resources.filter(
      ({ address, mode }) => /^module[.]defaults/.test(address) && mode === "managed",
    );
    expect(ofModule.map(({ address }) => address).sort()).toEqual([
      "module.defaults.aws_s3_bucket.this[0]",
      "module.defaults.aws_s3_bucket_lifecycle_configuration.this[0]",
      "module.defaults.aws_s3_bucket_policy.this[0]",
      "module.defaults.aws_s3_bucket_public_access_block.this[0]",
      "module.defaults.aws_s3_bucket_server_side_encryption_configuration.this[0]",
      "module.defaults.aws_s3_bucket_versioning.this[0]",
    ]);
  });

  test.each(["acme-defaults", "acme-full", "acme-cases", "acme-controls"])(
    "is versioned and private: %s",
    async (name) => {
      expect(await get(`/${name}?versioning`)).toContain("<Status>Enabled</Status>");
      expect((await get(`/${name}?publicAccessBlock`)).match(/>true</g)).toHaveLength(4);
    },
  );

  test.each(["acme-defaults", "acme-full", "acme-cases", "acme-controls"])("refuses plain HTTP: %s", async (name) => {
    expect(asSets(await get(`/${name}?policy`))).toEqual(asSets(JSON.stringify(refusingPlainHttp(name))));
  });

  test("is encrypted by S3's own key unless another one is given", async () => {
    expect(await get("/acme-defaults?encryption")).toContain("<SSEAlgorithm>AES256</SSEAlgorithm>");
    expect(await get("/acme-full?encryption")).toContain(`<KMSMasterKeyID>${state.outputs.key}</KMSMasterKeyID>`);
  });

  test("ends uploads that were not finished, old versions, and the prefixes that expire", async () => {
    const rules = await get("/acme-full?lifecycle");
    const ids = [...rules.matchAll(/<ID>([^<]*)/g)].map(([, id]) => id);
    expect(ids.sort()).toEqual(["end-incomplete-uploads-and-old-versions", "expire-nf-work/", "expire-scratch/"]);
    expect(rules).toContain("<NoncurrentDays>3</NoncurrentDays>");
    expect(await get("/acme-defaults?lifecycle")).toContain("<NoncurrentDays>14</NoncurrentDays>");
  });

  test("has the tags that it was given", async () => {
    expect(await get("/acme-full?tagging")).toContain("<Key>owner</Key><Value>genomics</Value>");
  });
});

describe("a policy of a module", () => {
  test("reads the whole bucket where no prefix is given", () => {
    expect(sids("acme-defaults")).toEqual(["ListTheBucket", "LocateTheBucket", "ReadObjects"]);
    expect(statement("acme-defaults", "ReadObjects")).toMatchObject({ Resource: ["arn:aws:s3:::acme-defaults/*"] });
  });

  test("speaks of every prefix, and of a key whose ARN was not known at plan", () => {
    expect(sids("acme-full")).toEqual([
      "ListBelowThePrefixes",
      "LocateTheBucket",
      "ReadObjects",
      "UseTheBucketsKey",
      "WriteObjects",
    ]);
    expect(statement("acme-full", "WriteObjects")).toMatchObject({
      Resource: ["arn:aws:s3:::acme-full/runs/*", "arn:aws:s3:::acme-full/tables/2026/*"],
    });
    expect(statement("acme-full", "UseTheBucketsKey")).toMatchObject({ Resource: [state.outputs.key] });
  });

  test("differs between instances of for_each", () => {
    expect(sids("acme-controls")).toContain("ListBelowThePrefixes");
    expect(statement("acme-controls", "ReadObjects")).toMatchObject({
      Resource: ["arn:aws:s3:::acme-controls/cohort/*"],
    });
    expect(statement("acme-cases", "ReadObjects")).toMatchObject({ Resource: ["arn:aws:s3:::acme-cases/*"] });
  });

  test("is attached to a role by the repository that uses it", async () => {
    const list = "Action=ListAttachedRolePolicies&Version=2010-05-08&RoleName=acme-pipeline";
    const answer = await hcl.emulator.call("iam", "/", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: list,
    });
    const attached = [...(await answer.text()).matchAll(/<PolicyName>([^<]*)/g)].map(([, name]) => name);
    expect(attached.sort()).toEqual(["acme-cases", "acme-controls", "acme-defaults", "acme-existing", "acme-full"]);
  });
});

describe("a bucket that exists", () => {
  test("is the same after apply as before", async () => {
    expect(await existing()).toEqual(before.existing);
    expect(
      state.resources.filter(({ address, mode }) => /^module[.]existing/.test(address) && mode === "managed"),
    ).toEqual([]);
  });

  test("has a policy to merge that refuses plain HTTP and lets the roles in", () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/acme-pipeline`;
    const { Statement } = asSets(state.outputs.policy_to_merge);
    expect(Object.keys(Statement).sort()).toEqual([
      "ListBelowThePrefixes",
      "LocateTheBucket",
      "ReadObjects",
      "RefusePlainHttp",
      "WriteObjects",
    ]);
    expect(Statement.WriteObjects).toMatchObject({
      Principal: { AWS: [role] },
      Resource: ["arn:aws:s3:::acme-existing/shared/*"],
    });
  });
});

describe("destroying", () => {
  test("leaves what was there before, and nothing else", async () => {
    await put("/acme-full/runs/1/report.html", "<html>");
    await hcl.terraform.destroy(consumer, hcl.options);
    expect(await hcl.emulator.inventory()).toEqual(before.inventory);
    expect(await existing()).toEqual(before.existing);
  }, 720_000);
});

function refusingPlainHttp(bucket: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "RefusePlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}

/** The statements of a managed policy, by Sid. */
function statements(policyName: string): Record<string, unknown> {
  const policy = state.resources.find(({ type, values }) => type === "aws_iam_policy" && values.name === policyName);
  return asSets(policy?.values.policy).Statement;
}

function sids(policyName: string): string[] {
  return Object.keys(statements(policyName)).sort();
}

function statement(policyName: string, sid: string): unknown {
  return statements(policyName)[sid];
}

async function put(path: string, body: string): Promise<void> {
  const answer = await hcl.emulator.call("s3", path, { method: "PUT", body });
  if (!answer.ok) throw new Error(`PUT ${path}: HTTP ${answer.status} ${await answer.text()}`);
}

async function get(path: string): Promise<string> {
  return (await hcl.emulator.call("s3", path)).text();
}

/** All that the existing bucket's owner set, and what is in it. */
function existing(): Promise<string[]> {
  const parts = ["acl", "encryption", "lifecycle", "policy", "publicAccessBlock", "tagging", "versioning", "versions"];
  const shown = (part: string) => get(`/acme-existing?${part}`).then((text) => text.replace(/<RequestId>[^<]*/, ""));
  return Promise.all(parts.map(shown));
}
