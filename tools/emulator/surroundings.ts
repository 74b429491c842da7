import type { Emulator } from "../emulator";

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
