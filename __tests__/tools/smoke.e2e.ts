import { spawnSync } from "node:child_process";
import { parseSettings } from "../../stacks/settings";
import { type Emulator, startEmulator } from "../../tools/emulator";
import { smoke } from "../../tools/smoke";
import type { SmokeArguments } from "../../tools/smoke/arguments";
import { findTerraform, type Terraform } from "../../tools/terraform";
import { Deployment, progress, Surroundings } from "../stacks/deployment";

const MINUTES = 60_000;

let emulator: Emulator;
let terraform: Terraform;
let surroundings: Surroundings;

type Findings = Record<"ok" | "cause" | "unseen", string[]>;

/** duet with a name of its own, deployed on the emulator. */
class Duet {
  private readonly deployment: Deployment;
  private readonly yaml: string;

  constructor(name: string, network: string, batch = "{}") {
    this.deployment = new Deployment("duet", terraform, emulator);
    this.yaml = `
name: ${name}
account: "111122223333"
region: eu-west-2
network: ${network}
systems:
  duet: { bucket: { create: ${name}-duet }, virtualMachine: false, batch: ${batch} }
`;
    this.deployment.settings(this.yaml);
  }

  async deploy(): Promise<void> {
    await this.deployment.init();
    await this.deployment.apply();
  }

  /** What `npm run smoke -- duet` says, and whether all is well. */
  async smoke(given: Omit<SmokeArguments, "system"> = {}): Promise<{ well: boolean; said: string[] }> {
    const said: string[] = [];
    const { folder } = this.deployment;
    const well = await smoke({
      ...given,
      system: "duet",
      settings: parseSettings(this.yaml, "groundwork.yaml"),
      outdir: `${folder}/cdktf.out`,
      terraform,
      env: emulator.environment(),
      prepare: (dir) => emulator.writeOverride(dir),
      patience: { poll: 0.2, stuck: 60, limit: 120 },
      say: (line) => said.push(line),
    });
    return { well, said };
  }

  /** The findings of a check, by what came out, each as one line without what to do. */
  async check(): Promise<Findings> {
    const { well, said } = await this.smoke({ check: true });
    const text = said.join("\n").replace(/\n {10}(?! *→)\s*/g, " ");
    const of = (result: string) =>
      [...text.matchAll(new RegExp(`^  ${result} +(.*)$`, "gm"))].map(([, line]) => `${line}`);
    const findings = { ok: of("ok"), cause: of("cause"), unseen: of("unseen") };
    expect(well).toBe(findings.cause.length === 0);
    return findings;
  }

  /** An attribute of a resource in the state. */
  async attribute(address: string, name: string): Promise<string> {
    const { stdout } = await this.deployment.run("show", "-json");
    const { resources }: { resources: { address: string; values: Record<string, unknown> }[] } =
      JSON.parse(stdout).values.root_module;
    return String(resources.find((resource) => resource.address === address)?.values[name]);
  }

  remove(): void {
    this.deployment.remove();
  }
}

async function batch(operation: string, parameters: object): Promise<void> {
  const answer = await emulator.call("batch", `/v1/${operation}`, { method: "POST", body: JSON.stringify(parameters) });
  if (!answer.ok) throw new Error(`${operation} failed: ${await answer.text()}`);
}

let open: Duet;
let shut: Duet;
let theirs: Duet;
let environment: string;
/** What the checks found, by system: all is well but for open, which somebody changed by hand. */
let first: Record<"open" | "shut" | "theirs", Findings>;
/** The same once open is deployed again, and shut has lost its endpoints. */
let second: Record<"open" | "shut", Findings>;

beforeAll(async () => {
  terraform = await findTerraform();
  emulator = await startEmulator({ account: "111122223333", region: "eu-west-2" });
  surroundings = new Surroundings(emulator);
  // AWS makes it when the first environment is made
  await surroundings.query("iam", { Action: "CreateServiceLinkedRole", AWSServiceName: "batch.amazonaws.com" });
  await surroundings.makeInstanceProfile("theirs");
  const { vpc, subnets } = await surroundings.makeNetwork();
  open = new Duet("open", "create");
  shut = new Duet("shut", "{ create: { egress: endpoints } }");
  theirs = new Duet(
    "theirs",
    `{ vpc: ${vpc}, subnets: [${subnets}] }`,
    "{ type: EC2, instanceTypes: [m5.large], serviceRole: { create: true }, instanceProfile: { existing: theirs } }",
  );
  progress("smoke: deploying duet three times");
  await Promise.all([open, shut, theirs].map((duet) => duet.deploy()));
}, 30 * MINUTES);

// every check is half a dozen runs of Terraform: side by side, and none that another one shows already
beforeAll(async () => {
  await makeCauses();
  progress("smoke: checking three times");
  const checked = await Promise.all([open.check(), shut.check(), theirs.check()]);
  first = { open: checked[0], shut: checked[1], theirs: checked[2] };
}, 30 * MINUTES);

beforeAll(async () => {
  progress("smoke: deploying one again, taking the endpoints of another, checking both");
  const [mended, shutOff] = await Promise.all([open.deploy().then(() => open.check()), checkWithoutEndpoints()]);
  second = { open: mended, shut: shutOff };
}, 30 * MINUTES);

afterAll(async () => {
  for (const duet of [open, shut, theirs]) duet?.remove();
  await emulator?.stop();
});

/** Four causes of jobs that wait, in four services. */
async function makeCauses(): Promise<void> {
  environment = await open.attribute("aws_batch_compute_environment.batch_environment", "compute_environment_name");
  const RouteTableId = await open.attribute("aws_route.network_outside", "route_table_id");
  const PolicyArn = await open.attribute("aws_iam_policy.instance_policy", "arn");
  await batch("updatejobqueue", { jobQueue: "open-duet-queue", state: "DISABLED" });
  await batch("updatecomputeenvironment", { computeEnvironment: environment, state: "DISABLED" });
  await surroundings.query("ec2", { Action: "DeleteRoute", RouteTableId, DestinationCidrBlock: "0.0.0.0/0" });
  await surroundings.query("iam", { Action: "DetachRolePolicy", RoleName: "open-duet-instance", PolicyArn });
}

async function checkWithoutEndpoints(): Promise<Findings> {
  const GroupId = await shut.attribute("aws_security_group.network_endpoints", "id");
  const id = await shut.attribute("aws_vpc_security_group_ingress_rule.network_endpoints_https", "id");
  await surroundings.query("ec2", { Action: "RevokeSecurityGroupIngress", GroupId, "SecurityGroupRuleId.1": id });
  return shut.check();
}

describe("the check of a system that somebody changed by hand", () => {
  const nowhere = /^subnet subnet-\w+ has no route to 0.0.0.0\/0, and no endpoint that works leads to ecs, /;

  test("finds every cause", () => {
    expect(first.open.cause).toEqual([
      "queue open-duet-queue is DISABLED: it takes no jobs",
      `environment ${environment} is DISABLED: it starts nothing`,
      expect.stringMatching(/^the role of instance profile open-duet-instance may not ecs:DiscoverPollEndpoint, /),
      expect.stringMatching(nowhere),
      expect.stringMatching(nowhere),
      "aws_iam_role_policy_attachment.instance_own was deployed and is gone",
      "aws_route.network_outside was deployed and is gone",
    ]);
  });

  test("finds none once it is deployed again, and says what it could not see", () => {
    const { ok, cause, unseen } = second.open;
    expect(cause).toEqual([]);
    expect(unseen).toEqual([expect.stringContaining("quota of standard instances on Spot")]);
    const subjects = [
      "queue open-duet-queue is ENABLED and VALID",
      "ENABLED and VALID",
      "has room: 0 of at most 256 vCPUs",
      "with an image that fits",
      "launch template open-duet-batch is there",
      "role open-duet-instance of instance profile open-duet-instance is there",
      "may join the cluster, take tasks and write logs",
      "AWSServiceRoleForBatch is there",
      "free addresses",
      "reaches ECS, ECR, S3 and the logs by NAT gateway",
      "lets HTTPS out",
      "there as they were deployed",
      "log group /aws/batch/job",
    ];
    for (const subject of subjects) expect(ok).toContainEqual(expect.stringContaining(subject));
  });

  test("finds ways by endpoints where there is no other, and misses the one that lets nobody in", () => {
    expect(first.shut.cause).toEqual([]);
    expect(first.shut.ok.filter((line) => line.endsWith("by endpoints"))).toHaveLength(2);
    const { cause } = second.shut;
    expect(cause).toHaveLength(3);
    expect(cause[0]).toMatch(
      /and no endpoint that works leads to ecs, ecs-agent, ecs-telemetry, ecr.api, ecr.dkr, logs$/,
    );
    expect(cause[2]).toContain("network_endpoints_https was deployed and is gone");
  });

  test("finds subnets that existed and lead nowhere, and asks IAM about a role that existed", () => {
    const { ok, cause, unseen } = first.theirs;
    expect(cause).toHaveLength(2);
    expect(cause[0]).toMatch(nowhere);
    expect(ok).toContainEqual(expect.stringContaining("have m5.large"));
    expect(ok).toContainEqual("Batch's role theirs-duet-service is there, for batch.amazonaws.com");
    // the emulator has no simulator of policies
    expect(unseen).toContainEqual(expect.stringContaining("IAM did not answer SimulatePrincipalPolicy"));
  });
});

describe("the small job", () => {
  test(
    "is printed for the queue that was deployed",
    async () => {
      const { said } = await open.smoke();
      expect(said.join("\n")).toContain("--job-queue open-duet-queue");
      await expect(open.smoke({ queue: "other" })).rejects.toThrow(
        "--queue other: duet has no such queue; it has queue",
      );
    },
    5 * MINUTES,
  );

  test(
    "needs an image of one's own where only ECR is reached",
    async () => {
      await expect(shut.smoke({ run: true })).rejects.toThrow(
        /^network.create.egress: endpoints reaches ECR only, .* --image/,
      );
      expect((await shut.smoke()).said).toContainEqual(expect.stringContaining("Instances reach ECR only"));
    },
    5 * MINUTES,
  );

  // the emulator runs without a command line of AWS; on CI a missing one fails, it is never skipped
  const withAws = process.env.CI || spawnSync("aws", ["--version"]).status === 0 ? test : test.skip;

  withAws(
    "runs by the machine's own aws command",
    async () => {
      await fetch(`${emulator.endpoint}/moto-api/config`, {
        method: "POST",
        body: JSON.stringify({ batch: { use_docker: false } }),
      });
      const { well, said } = await open.smoke({ run: true });
      expect(said).toContainEqual(expect.stringMatching(/^job [\w-]+ is sent to open-duet-queue$/));
      expect(said).toContainEqual(expect.stringMatching(/^SUCCEEDED after \d+ s$/));
      expect(well).toBe(true);
    },
    6 * MINUTES,
  );

  test(
    "of a system that is not deployed yet is refused, whether or not there is a bucket for its state",
    async () => {
      const none = new Duet("none", "create");
      const lost = new Duet("lost", "create\nstate: { bucket: lost-terraform-state }");
      try {
        await expect(none.smoke()).rejects.toThrow("duet is not deployed yet: npx cdktf deploy duet deploys it");
        await expect(lost.smoke()).rejects.toThrow("duet is not deployed yet, there is no bucket for its state");
      } finally {
        none.remove();
        lost.remove();
      }
    },
    6 * MINUTES,
  );
});
