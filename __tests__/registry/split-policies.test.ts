import type { TerraformStack } from "cdktf";
import type { Repeated } from "../../modules/deferred";
import { MANAGED_POLICY_CHARACTERS, ManagedPolicy } from "../../modules/managed-policy";
import { policyJson, type Statement } from "../../modules/policy-document";
import { amazonGenomicsCliModule } from "../../registry/amazon-genomics-cli";
import { genomicsWorkflowsModule } from "../../registry/genomics-workflows";
import { parallelclusterModule } from "../../registry/parallelcluster";
import { slimModule } from "../../registry/slim";
import { stacksOf } from "../../tools/stack-policies";
import { yamlOf as agc } from "../stacks/amazon-genomics-cli/agc-json";
import { yamlOf as genomics } from "../stacks/genomics-workflows/stack-json";
import { yamlOf as parallelcluster } from "../stacks/parallelcluster/parallelcluster-json";
import { SETTINGS } from "../stacks/parallelcluster/settings-cases";
import { yamlOf as slim } from "../stacks/slim/slim-json";

/** The statements of each policy that is made, part by part, by where the policy is in the tree. */
type Parts = Readonly<Record<string, (readonly Repeated<Statement>[])[]>>;

function partsOf(stack: TerraformStack): Parts {
  const policies = stack.node.findAll().filter((node) => node instanceof ManagedPolicy);
  return Object.fromEntries(
    policies.map(({ node, documents }) => [
      node.path.slice(stack.node.path.length),
      documents.map(({ statements }) => statements.map((statement) => ({ ...statement, sid: nameOf(statement.sid) }))),
    ]),
  );
}

/** A Sid without the number of the bucket that its statement is for, which is in the list of a module only at last. */
function nameOf(sid: string): string {
  return sid.replace(/^([A-Za-z]+)(\d+|[$].*)$/, "$1#");
}

const MODULES = {
  "genomics-workflows": partsOf(genomicsWorkflowsModule()),
  parallelcluster: partsOf(parallelclusterModule()),
  "amazon-genomics-cli": partsOf(amazonGenomicsCliModule()),
  slim: partsOf(slimModule()),
};

const LONG_AGC = {
  name: "department-of-chemis",
  region: "us-gov-west-1",
  iam: {
    path: "/organisation/unit/department/team/",
    permissionsBoundary: "arn:aws-us-gov:iam::111122223333:policy/boundary",
  },
  agc: {
    bucket: {
      existing: "data-of-a-department-with-a-long-name-in-an-organisation-of-old",
      kmsKey: "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    },
  },
};

const { name, region, iam, agc: ofAgc } = LONG_AGC;
const LONG_SLIM = {
  name,
  region,
  iam,
  slim: {
    bucket: ofAgc.bucket,
    gradientQueues: { create: true, chunks: 20, kmsKey: ofAgc.bucket.kmsKey },
    jobRole: { create: true },
    repositoryPrefix: "a-namespace-of-repositories-of-images/",
  },
};

/** A bucket with as long a name as there is, of a number. */
const longBucket = (number: number) =>
  `data-of-a-department-with-a-long-name-in-an-organisation-${number}-of-old`.slice(0, 63);
const LONG_GENOMICS = {
  name,
  region,
  iam,
  system: {
    bucket: { ...ofAgc.bucket, prefix: "projects/of/a/department/" },
    buckets: [2, 3, 4].map((number) => ({ existing: longBucket(number), prefix: "projects/of/a/department/" })),
    inputBuckets: [{ bucket: longBucket(5), kmsKey: ofAgc.bucket.kmsKey }],
    environments: { "fifteen-letters": {}, containers: { type: "FARGATE" } },
    queues: { "fifteen-letters": { environments: ["fifteen-letters"] } },
    instances: {
      ebsAutoscale: { source: `s3://${longBucket(6)}/autoscale.tgz`, sha256: "0".repeat(64) },
      volumeKmsKey: ofAgc.bucket.kmsKey,
    },
    nextflow: { runsOn: "machine" },
    cromwell: { runsOn: "machine" },
  },
};

const CASES: readonly (readonly [system: keyof typeof MODULES, title: string, yaml: string])[] = [
  ...SETTINGS.map(({ title, settings }) => ["parallelcluster", title, parallelcluster(settings)] as const),
  ["amazon-genomics-cli", "nothing but its defaults", agc()],
  ["amazon-genomics-cli", "long names in GovCloud", agc(LONG_AGC)],
  ["genomics-workflows", "nothing but its defaults", genomics()],
  ["genomics-workflows", "long names in GovCloud, and three more buckets", genomics(LONG_GENOMICS)],
  ["slim", "nothing but its defaults", slim()],
  ["slim", "long names in GovCloud, and as many queues as there may be", slim(LONG_SLIM)],
];

// a module splits policies before it knows how long they are: not where a stack does
describe.each(CASES)("the module %s: %s", (system, _title, yaml) => {
  const inModule: Parts = MODULES[system];
  const policies = Object.entries(partsOf(stacksOf(yaml).get(system) as TerraformStack));

  test("has each statement of the stack in a policy of the same place, once", () => {
    expect(policies.length).toBeGreaterThan(2);
    for (const [place, parts] of policies) {
      const written = parts.flat().map(({ sid }) => sid);
      const given = (inModule[place] ?? []).flat();
      const isOnce = (sid: string) => {
        const found = given.filter((it) => it.sid === sid);
        // of several, one stands where the other does not
        return found.length === 1 || (found.length > 1 && found.every(({ stands }) => stands !== undefined));
      };
      expect([place, written.filter((sid) => !isOnce(sid))]).toEqual([place, []]);
    }
  });

  test("has policies within the quota, wherever it splits them", () => {
    const sizes = policies.flatMap(([place, parts]) =>
      (inModule[place] ?? []).map((part) => {
        const sids = part.map(({ sid }) => sid);
        const there = parts.flat().filter(({ sid }) => sids.includes(sid));
        return { place, sids, size: JSON.stringify(policyJson(there)).length };
      }),
    );
    expect(sizes.filter(({ size }) => size > MANAGED_POLICY_CHARACTERS)).toEqual([]);
  });
});

test("the module parallelcluster gives a user, a group and a role no more policies than IAM takes", () => {
  const parts = (pattern: RegExp) =>
    Object.entries(MODULES.parallelcluster)
      .filter(([place]) => pattern.test(place))
      .flatMap(([, made]) => made);
  // AWS Batch has no login nodes: of those two there is one at most
  expect(parts(/^\/Default\/(base|iam|awsbatch|login|fsx|efs|image|logs)$/)).toHaveLength(10);
  for (const role of ["head-node", "compute", "login-node", "functions", "builder", "cleanup"])
    expect(parts(new RegExp(`^/Default/roles/${role}/`)).length).toBeLessThanOrEqual(2);
});
