import { AwsEnvironment } from "../../../modules/aws-environment";
import { type PolicyJson, policyJson } from "../../../modules/policy-document";
import { SystemNames } from "../../../modules/system-names";
import { heldByRoles } from "../../../stacks/deployer/held-by-roles";
import { rolesBoundary } from "../../../stacks/deployer/roles-boundary";
import { allowed } from "../../../tools/proof/judge";
import { type Calls, surprises, type Things, titled, withOurs } from "../../contract-calls";
import type { TerraformJson } from "../../synth";
import { agcJson, agcPolicies } from "../amazon-genomics-cli/agc-json";
import { CONTRACT as AGC_CONTRACT } from "../amazon-genomics-cli/contract";
import { HOME as AGC_HOME } from "../amazon-genomics-cli/place";
import { thingsOf as agcThings } from "../amazon-genomics-cli/things";
import { CONTRACT as DUET_CONTRACT } from "../duet/contract";
import { CASES as DUET_CASES } from "../duet/contract-cases";
import { duetJson, duetPolicies } from "../duet/duet-json";
import { oursAndTheirs } from "../duet/ours-and-theirs";
import { CONTRACT as GENOMICS_CONTRACT, PLACE } from "../genomics-workflows/contract-entries";
import { policiesOf as genomicsPolicies, stackJson } from "../genomics-workflows/stack-json";
import { BUILDERS, CLEANUPS } from "../parallelcluster/image-contract";
import {
  COMPUTE_NODE,
  DATA_OF_NODES,
  FUNCTIONS_OF_CLUSTERS,
  HEAD_NODE,
  LOGIN_NODE,
} from "../parallelcluster/node-contract";
import { DATA, FEATURES, parallelclusterJson, whoPolicies } from "../parallelcluster/parallelcluster-json";
import { thingsOf as clusterThings } from "../parallelcluster/things";
import { CLUSTERS, LOGIN } from "../parallelcluster/user-contract";
import { CONTRACT as SLIM_CONTRACT, WITH_JOB_ROLE } from "../slim/contract";
import { slimJson, slimPolicies } from "../slim/slim-json";
import { HOME as SLIM_HOME, thingsOf as slimThings } from "../slim/things";
import { iam, kept } from "./attack";

jest.setTimeout(120_000);

const ACCOUNT = "111122223333";
const DEPLOYER = { deployer: { trustedPrincipals: [iam("role/ci")] } };
const ADA = iam("user/ada");
const aws = AwsEnvironment.of({ account: ACCOUNT, region: "eu-west-2" });

/** The boundary that the administrator's stack makes for roles of a stack. */
function boundaryOf(stack: TerraformJson, system: string, thing = "boundary"): PolicyJson {
  const place = { aws, names: new SystemNames({ name: "acme", system }) };
  const rights = heldByRoles(stack, place).get(iam(`policy${kept(thing, system)}`));
  if (!rights) throw new Error(`no role of ${system} has the ${thing}`);
  return policyJson(rolesBoundary(rights).statements);
}

/** A contract that is judged with what a role has, within its boundary. */
function holds<K extends string>(
  title: string,
  policies: readonly PolicyJson[],
  boundary: PolicyJson,
  things: Readonly<Record<K, Things>>,
  entries: readonly Calls<K>[],
): void {
  describe(title, () => {
    test.each(entries.map(titled))("may $title within its boundary", async ({ actions, on }) => {
      const access = { policies, boundary, principal: `arn:aws:iam::${ACCOUNT}:role/x` };
      expect(await surprises(access, true, actions, withOurs(things, on))).toEqual([]);
    });
  });
}

{
  const [{ place }] = DUET_CASES as [(typeof DUET_CASES)[number]];
  const stack = duetJson({ ...DEPLOYER } as never);
  const boundary = boundaryOf(stack, "duet");
  const things = oursAndTheirs(place) as Parameters<typeof withOurs>[0];
  const judged = DUET_CONTRACT.filter(({ on }) => on.every((kind) => kind in things && things[kind]));
  for (const role of ["machine", "instance"] as const) {
    const entries = judged.filter(({ roles }) => roles.includes(role));
    holds(`duet's ${role}`, duetPolicies(stack, role), boundary, things, entries);
  }
}

{
  const stack = slimJson({ ...DEPLOYER, slim: { jobRole: { create: true }, userRole: { trusted: [ADA] } } });
  const entries = [...SLIM_CONTRACT, ...WITH_JOB_ROLE];
  const of = (who: string) =>
    entries.filter(
      (entry) => entry.who.some((each) => each === who) && !(who === "instance" && entry.who.includes("job")),
    );
  const things = slimThings(SLIM_HOME);
  const boundary = boundaryOf(stack, "slim");
  for (const who of ["lambda", "state_machine", "job", "instance"] as const)
    holds(`slim's ${who}`, slimPolicies(stack, who), boundary, things, of(who));
  holds(
    "slim's user, by a role",
    slimPolicies(stack, "user"),
    boundaryOf(stack, "slim", "people-boundary"),
    things,
    of("user"),
  );
}

{
  const stack = agcJson({ ...DEPLOYER, agc: { assumableBy: [ADA], admin: { assumableBy: [ADA] } } } as never);
  const things = agcThings({ ...AGC_HOME, boundary: iam(`policy${kept("tool-boundary", "amazon-genomics-cli")}`) });
  const boundary = boundaryOf(stack, "amazon-genomics-cli");
  const people = boundaryOf(stack, "amazon-genomics-cli", "people-boundary");
  const of = (who: string) => AGC_CONTRACT.filter((entry) => entry.who.some((each) => each === who));
  for (const who of ["core", "contexts"] as const)
    holds(`the execution role ${who} of the Amazon Genomics CLI`, agcPolicies(stack, who), boundary, things, of(who));
  // the simulator takes the id of an API for a type of resource, which no wildcard stands for
  for (const who of ["admin", "user-cdk", "user"] as const)
    holds(
      `the ${who} of the Amazon Genomics CLI, by a role`,
      agcPolicies(stack, who),
      people,
      things,
      of(who).filter(({ actions }) => !actions.includes("execute-api:Invoke")),
    );
}

{
  const stack = parallelclusterJson({
    ...DEPLOYER,
    parallelcluster: {
      features: FEATURES,
      s3Access: DATA,
      loginNodes: true,
      clusterPrefix: "chem-",
      assumableBy: [ADA],
    },
  });
  const things = clusterThings({
    partition: "aws",
    region: "eu-west-2",
    prefix: "chem-",
    bucket: "parallelcluster-f759d471f603835e-v1-do-not-delete",
    path: "/groundwork/acme/parallelcluster/",
    rolePath: "/parallelcluster/",
  });
  const boundary = boundaryOf(stack, "parallelcluster");
  const nodes = {
    "head-node": [...HEAD_NODE, ...DATA_OF_NODES],
    compute: [...COMPUTE_NODE, ...DATA_OF_NODES],
    "login-node": [...LOGIN_NODE, ...DATA_OF_NODES],
    functions: FUNCTIONS_OF_CLUSTERS,
    builder: BUILDERS,
    cleanup: CLEANUPS,
  } as const;
  for (const [who, entries] of Object.entries(nodes))
    holds(`parallelcluster's ${who}`, whoPolicies(stack, who as keyof typeof nodes), boundary, things, entries);
  holds(
    "parallelcluster's users, by a role",
    whoPolicies(stack, "user"),
    boundaryOf(stack, "parallelcluster", "people-boundary"),
    things,
    [...CLUSTERS, ...LOGIN],
  );
}

describe("genomics-workflows", () => {
  const stack = stackJson({
    ...DEPLOYER,
    system: {
      bucket: { create: PLACE.bucket, prefix: "lab/", kmsKey: PLACE.key },
      buckets: [{ create: "acme-results", access: "read" }],
      inputBuckets: [{ bucket: "references", prefix: "hg38/" }],
      environments: { containers: { type: "FARGATE" } },
      queues: { serverless: { environments: ["containers"] } },
      instances: {
        volumeKmsKey: PLACE.key,
        ebsAutoscale: { source: PLACE.archive.replace("arn:aws:s3:::", "s3://"), sha256: "0".repeat(64) },
      },
      cromwell: { runsOn: "machine" },
    },
  } as never);
  const boundary = boundaryOf(stack, "genomics-workflows");
  const open = { Effect: "Allow", Principal: { AWS: iam("root") }, Action: "*", Resource: "*" };
  const letIn: PolicyJson = { Version: "2012-10-17", Statement: [open] };
  const cases = GENOMICS_CONTRACT.flatMap(({ roles, actions, ours }) =>
    roles.flatMap((role) => actions.map((action) => ({ role, action, ...ours }))),
  );

  test.each(cases)("lets the $role call $action within its boundary", async ({ role, action, on, context }) => {
    const access = {
      policies: genomicsPolicies(stack, role),
      boundary,
      principal: iam(`role/groundwork/acme/genomics-workflows/acme-genomics-workflows-${role}`),
      resourcePolicy: on.some((resource) => /:(444455556666|kms):/.test(resource)) ? letIn : undefined,
    };
    expect(await allowed(access, { action, resources: on, context })).toBe(true);
  });
});

describe("a role that somebody has given every right", () => {
  const stacks: readonly (readonly [system: string, stack: TerraformJson])[] = [
    ["duet", duetJson({ ...DEPLOYER, duet: { batch: { serviceRole: { create: true } } } } as never)],
    ["genomics-workflows", stackJson({ ...DEPLOYER } as never)],
    ["slim", slimJson({ ...DEPLOYER } as never)],
    ["amazon-genomics-cli", agcJson({ ...DEPLOYER } as never)],
    ["parallelcluster", parallelclusterJson({ ...DEPLOYER } as never)],
  ];
  const everything: PolicyJson = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  };
  const never: readonly (readonly [action: string, resource: string, context?: Record<string, string>])[] = [
    ["iam:CreateUser", iam("user/mallory")],
    ["iam:CreateAccessKey", iam("user/ada")],
    ["iam:CreateRole", iam("role/mallory")],
    ["iam:PutRolePolicy", iam("role/Administrator")],
    ["iam:UpdateAssumeRolePolicy", iam("role/Administrator")],
    ["iam:PassRole", iam("role/Administrator"), { "iam:PassedToService": "ec2.amazonaws.com" }],
    ["iam:PassRole", iam(`role${kept("deploy")}`), { "iam:PassedToService": "ec2.amazonaws.com" }],
    ["iam:CreatePolicyVersion", iam(`policy${kept("boundary")}`)],
    ["sts:AssumeRole", iam("role/Administrator")],
    ["s3:GetObject", "arn:aws:s3:::payroll/2026"],
    ["s3:GetObject", "arn:aws:s3:::acme-terraform-state/acme/duet/terraform.tfstate"],
    ["s3:PutBucketPolicy", "arn:aws:s3:::payroll"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-2:111122223333:secret:payroll-a1B2c3"],
    ["ssm:GetParameter", "arn:aws:ssm:eu-west-2:111122223333:parameter/payroll/password"],
    ["ssm:SendCommand", "arn:aws:ec2:eu-west-2:111122223333:instance/i-0a1b"],
    ["lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-2:111122223333:function:payroll"],
    ["ec2:ModifyInstanceAttribute", "arn:aws:ec2:eu-west-2:111122223333:instance/i-0a1b"],
    ["ec2:TerminateInstances", "arn:aws:ec2:eu-west-2:111122223333:instance/i-0a1b"],
    ["organizations:LeaveOrganization", "*"],
  ];

  test.each(stacks)("reaches nobody's things within the boundary of %s", async (system, stack) => {
    const boundary = boundaryOf(stack, system);
    const letIn = { Effect: "Allow", Principal: { AWS: iam("root") }, Action: "sts:AssumeRole" };
    const found: string[] = [];
    for (const [action, resource, context] of never) {
      const resourcePolicy: PolicyJson | undefined = action.startsWith("sts:")
        ? { Version: "2012-10-17", Statement: [letIn] }
        : undefined;
      const access = { policies: [everything], boundary, resourcePolicy };
      if (await allowed(access, { action, resources: [resource], context })) found.push(`${action} on ${resource}`);
    }
    expect(found).toEqual([]);
  });
});
