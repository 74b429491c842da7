import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { addStacks } from "../../stacks/deployment";
import { parseSettings } from "../../stacks/settings";
import type { CommandResult } from "../../tools/command";
import type { Emulator, Resource } from "../../tools/emulator";
import type { Terraform } from "../../tools/terraform";

const ROOT = join(__dirname, "..", "..");

/** A project of its own for an end-to-end test: settings in, a stack on the emulator out. */
export class Deployment {
  readonly folder = mkdtempSync(join(tmpdir(), "groundwork-"));
  readonly stackFolder: string;

  constructor(
    stack: string,
    private readonly terraform: Terraform,
    private readonly emulator: Emulator,
  ) {
    this.stackFolder = join(this.folder, "cdktf.out", "stacks", stack);
  }

  /** Synthesizes settings, as `npm run synth` does, and points the result at the emulator. */
  settings(yaml: string): void {
    const settings = parseSettings(yaml, "groundwork.yaml");
    const app = new App({ outdir: join(this.folder, "cdktf.out") });
    addStacks(app, settings);
    app.synth();
    this.emulator.writeOverride(this.stackFolder);
  }

  init(): Promise<void> {
    return this.terraform.init(this.stackFolder, this.options());
  }

  apply(): Promise<void> {
    return this.terraform.apply(this.stackFolder, this.options());
  }

  destroy(): Promise<void> {
    return this.terraform.destroy(this.stackFolder, this.options());
  }

  hasChanges(): Promise<boolean> {
    return this.terraform.hasChanges(this.stackFolder, this.options());
  }

  outputs(): Promise<Record<string, unknown>> {
    return this.terraform.outputs(this.stackFolder, this.options());
  }

  /** Any command of Terraform, whatever its exit code. */
  run(...args: string[]): Promise<CommandResult> {
    return this.terraform.run(this.stackFolder, args, this.options());
  }

  /** What a plan would do: actions by address, those that do nothing left out. */
  async plan(): Promise<Record<string, string>> {
    const { code, stderr } = await this.run("plan", "-input=false", "-out=planned");
    if (code !== 0) throw new Error(stderr);
    const { stdout } = await this.run("show", "-json", "planned");
    const { resource_changes }: { resource_changes: Change[] } = JSON.parse(stdout);
    return Object.fromEntries(
      resource_changes
        .map(({ address, change }) => [address, change.actions.join(" then ")] as const)
        .filter(([, actions]) => actions !== "no-op" && actions !== "read"),
    );
  }

  /** `cdktf` with the project's own app and these settings. */
  cdktf(yaml: string, ...args: string[]): Promise<CommandResult> {
    const file = join(this.folder, "groundwork.yaml");
    writeFileSync(file, yaml);
    const app = `node ${join(ROOT, "tools", "synth.cjs")}`;
    writeFileSync(join(this.folder, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
    return this.terraform.cdktf(this.folder, args, {
      ...this.options(),
      env: { ...this.emulator.environment(), GROUNDWORK_SETTINGS: file },
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private options() {
    mkdirSync(this.stackFolder, { recursive: true });
    return { env: this.emulator.environment() };
  }
}

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

/** Says in the test's output what is going on: the provider waits for minutes. */
export function progress(line: string): void {
  process.stderr.write(`    ${new Date().toISOString().slice(11, 19)} ${line}\n`);
}

/** Things by type and id, sorted: what a test compares. */
export function listed(resources: readonly Resource[]): string[] {
  return resources.map(({ type, id }) => `${type} ${id}`).sort();
}

/** Versions of the APIs that take form parameters. */
const VERSIONS = { iam: "2010-05-08", ec2: "2016-11-15", sqs: "2012-11-05" } as const;

/** The account beside the stacks: what is there before them, made by calls to the emulator. */
export class Surroundings {
  constructor(private readonly emulator: Emulator) {}

  /** A call to S3: `s3("GET", "acme-duet?policy")`. */
  async s3(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
    const answer = await this.emulator.call("s3", `/${path}`, { method, body });
    return { status: answer.status, text: await answer.text() };
  }

  async makeBucket(name: string): Promise<void> {
    const place = `<LocationConstraint>${this.emulator.region}</LocationConstraint>`;
    const configuration = `<CreateBucketConfiguration>${place}</CreateBucketConfiguration>`;
    const { status, text } = await this.s3("PUT", name, configuration);
    if (status !== 200) throw new Error(`bucket ${name} could not be made: ${text}`);
  }

  /** All that a bucket is and holds, but for its objects' bodies: two of these are compared. */
  async describeBucket(name: string): Promise<string[]> {
    const parts = ["policy", "versioning", "encryption", "publicAccessBlock", "lifecycle", "tagging", "versions"];
    return Promise.all(
      parts.map(async (part) => {
        const { text } = await this.s3("GET", `${name}?${part}`);
        return `${part}: ${text.replace(/<(RequestId|HostId)>[^<]*<\/\1>/g, "")}`;
      }),
    );
  }

  /** Deletes every object of a bucket, versions and markers too. */
  async emptyBucket(name: string): Promise<void> {
    const { text } = await this.s3("GET", `${name}?versions`);
    for (const [, key, version] of text.matchAll(/<Key>([^<]*)<\/Key>\s*<VersionId>([^<]*)<\/VersionId>/g)) {
      await this.s3("DELETE", `${name}/${key}?versionId=${version}`);
    }
  }

  /** A role for EC2 with its instance profile, both of one name. */
  async makeInstanceProfile(name: string): Promise<void> {
    const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" }] };
    await this.query("iam", { Action: "CreateRole", RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) });
    await this.query("iam", { Action: "CreateInstanceProfile", InstanceProfileName: name });
    await this.query("iam", { Action: "AddRoleToInstanceProfile", InstanceProfileName: name, RoleName: name });
  }

  /** A VPC with two subnets and a security group; ids in that order. */
  async makeNetwork(): Promise<{ vpc: string; subnets: string[]; securityGroup: string }> {
    const vpc = await this.made("vpcId", { Action: "CreateVpc", CidrBlock: "10.9.0.0/16" });
    const subnet = (zone: string, range: string) =>
      this.made("subnetId", {
        Action: "CreateSubnet",
        VpcId: vpc,
        CidrBlock: range,
        AvailabilityZone: `${this.emulator.region}${zone}`,
      });
    const subnets = [await subnet("a", "10.9.0.0/24"), await subnet("b", "10.9.1.0/24")];
    const group = { Action: "CreateSecurityGroup", GroupName: "theirs", GroupDescription: "theirs", VpcId: vpc };
    return { vpc, subnets, securityGroup: await this.made("groupId", group) };
  }

  private async made(field: string, parameters: Record<string, string>): Promise<string> {
    const text = await this.query("ec2", parameters);
    const id = new RegExp(`<${field}>([^<]+)</${field}>`).exec(text)?.[1];
    if (!id) throw new Error(`${parameters.Action} answered no ${field}: ${text}`);
    return id;
  }

  /** A call to a service that takes form parameters. */
  async query(service: keyof typeof VERSIONS, parameters: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ ...parameters, Version: VERSIONS[service] }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await this.emulator.call(service, "/", { method: "POST", body, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${parameters.Action} failed: ${text}`);
    return text;
  }
}
