import type { Emulator } from "../emulator";

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** A role as it is now. */
export interface RoleFacts {
  readonly arn: string;
  readonly tags: Tags;
  /** ARN of its permissions boundary. */
  readonly boundary?: string;
}

/** What a mount target belongs to. */
export interface MountTarget {
  readonly FileSystemId: string;
  readonly NetworkInterfaceId: string;
}

/** Things of IAM that have tags, by the operation that describes one and the parameter that names it. */
const IN_IAM = {
  role: ["GetRole", "RoleName"],
  "instance-profile": ["GetInstanceProfile", "InstanceProfileName"],
  user: ["GetUser", "UserName"],
  group: ["GetGroup", "GroupName"],
  policy: ["GetPolicy", "PolicyArn"],
} as const;

/** How EC2 is asked for things that stand in a VPC, and for what an association joins. */
const IN_EC2: Readonly<Record<string, readonly [operation: string, filter: string]>> = {
  subnet: ["DescribeSubnets", "subnet-id"],
  rtb: ["DescribeRouteTables", "route-table-id"],
  rtbassoc: ["DescribeRouteTables", "association.route-table-association-id"],
  sg: ["DescribeSecurityGroups", "group-id"],
  eni: ["DescribeNetworkInterfaces", "network-interface-id"],
  i: ["DescribeInstances", "instance-id"],
};

/**
 * The account on the emulator, as it is the moment somebody asks: what IAM would look up to answer a call.
 *
 * Paths of roles, boundaries, tags and VPCs are in no request; what the account holds is asked behind the proxy's back.
 */
export class Account {
  private readonly mountTargets = new Map<string, MountTarget>();
  private readonly addresses = new Map<string, string>();

  constructor(
    private readonly emulator: Emulator,
    /** Twelve digits. */
    readonly number: string,
    readonly region: string,
  ) {}

  /** An ARN of this account and region: `arn("batch", "job-queue/acme-duet-queue")`. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${service === "iam" ? "" : this.region}:${this.number}:${resource}`;
  }

  /** A role; one that is not there has no path that anybody could know. */
  async role(name: string): Promise<RoleFacts> {
    const { text, ...facts } = await this.inIam("role", name);
    const boundary = /<PermissionsBoundaryArn>([^<]+)</.exec(text)?.[1];
    return { ...facts, ...(boundary && { boundary }) };
  }

  /** ARNs of the roles in an instance profile, which is given by name or ARN. */
  async rolesIn(profile: string): Promise<string[]> {
    const { text } = await this.inIam("instance-profile", profile.split("/").at(-1) as string);
    return [...text.matchAll(/<Arn>([^<]+:role\/[^<]+)</g)].map(([, arn]) => arn as string);
  }

  /** ARN and tags of a thing of IAM; of a policy the name is the ARN. */
  async inIam(kind: keyof typeof IN_IAM, name: string): Promise<{ arn: string; tags: Tags; text: string }> {
    const [operation, parameter] = IN_IAM[kind];
    const text = await this.query("iam", operation, { [parameter]: name });
    const own = kind === "instance-profile" ? text.replace(/<Roles>.*<\/Roles>/s, "") : text;
    const known = new RegExp(`<Arn>([^<]+:${kind}/[^<]+)<`).exec(own)?.[1];
    return { arn: known ?? (kind === "policy" ? name : this.arn("iam", `${kind}/${name}`)), tags: tagsIn(own), text };
  }

  /** Tags of a thing of EC2. */
  async ec2Tags(id: string): Promise<Tags> {
    const text = await this.query("ec2", "DescribeTags", { "Filter.1.Name": "resource-id", "Filter.1.Value.1": id });
    return tagsIn(text);
  }

  /**
   * The address that an association belongs to, by its id; of one that has ended, too: an address outlives the NAT gateway
   * that had it, and the provider goes on to take it off.
   */
  async addressOf(association: string): Promise<string | undefined> {
    await this.rememberAddresses();
    return this.addresses.get(association);
  }

  /** To be called before associations end. */
  async rememberAddresses(): Promise<void> {
    const described = await this.query("ec2", "DescribeAddresses", {});
    for (const item of described.split("<item>")) {
      const [association] = /eipassoc-[0-9a-f]+/.exec(item) ?? [];
      const [address] = /eipalloc-[0-9a-f]+/.exec(item) ?? [];
      if (association && address) this.addresses.set(association, address);
    }
  }

  /** The instance that an association of a profile is of. */
  async instancesOf(association: string): Promise<string[]> {
    const described = await this.query("ec2", "DescribeIamInstanceProfileAssociations", {
      "AssociationId.1": association,
    });
    return [...(/\bi-[0-9a-f]+/.exec(described) ?? [])];
  }

  /** What EC2 says of a thing, as XML; empty where nothing is known of its kind. */
  async inEc2(id: string): Promise<string> {
    const [operation, filter] = IN_EC2[id.slice(0, id.lastIndexOf("-"))] ?? [];
    if (!operation || !filter) return "";
    return this.query("ec2", operation, { "Filter.1.Name": filter, "Filter.1.Value.1": id });
  }

  /** Who owns an image, as EC2 has it in `ec2:Owner`: Amazon by its alias, others by their account. */
  async ownerOfImage(id: string): Promise<string | undefined> {
    const described = await this.query("ec2", "DescribeImages", { "ImageId.1": id, "Owner.1": "amazon" });
    if (described.includes(id)) return "amazon";
    return /<imageOwnerId>([^<]+)</.exec(await this.query("ec2", "DescribeImages", { "ImageId.1": id }))?.[1];
  }

  /** Name and tags of a key pair, which is told by its name or its id; its ARN has the name. */
  async keyPair(by: "KeyName" | "KeyPairId", value: string): Promise<{ name: string; tags: Tags }> {
    const described = await this.query("ec2", "DescribeKeyPairs", { [`${by}.1`]: value });
    return { name: /<keyName>([^<]+)</.exec(described)?.[1] ?? value, tags: tagsIn(described) };
  }

  /** A mount target by its id, which is all that calls name; one that is gone as it was: the provider looks whether it is. */
  async mountTarget(id: string): Promise<MountTarget | undefined> {
    const answer = await this.json("elasticfilesystem", `/2015-02-01/mount-targets?MountTargetId=${id}`);
    const [found] = (answer.MountTargets as readonly MountTarget[] | undefined) ?? [];
    if (found) this.mountTargets.set(id, found);
    return this.mountTargets.get(id);
  }

  /** Answer of a service that speaks JSON over REST: the tags of an ARN of Batch, say. */
  async json(service: string, path: string): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.emulator.call(service, path);
    return answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
  }

  /** Answer of a service that speaks JSON and is told the operation in a header. */
  async target(service: string, target: string, request: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.emulator.call(service, "/", {
      method: "POST",
      body: JSON.stringify(request),
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
    });
    return answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
  }

  /** ARN of the KMS key that an object is encrypted with. */
  async keyOfObject(bucket: string, key: string): Promise<string | undefined> {
    const answer = await this.emulator.call("s3", `/${bucket}/${key}`, { method: "HEAD" });
    return answer.headers.get("x-amz-server-side-encryption-aws-kms-key-id") ?? undefined;
  }

  private async query(service: "iam" | "ec2", Action: string, parameters: Record<string, string>): Promise<string> {
    const Version = service === "iam" ? "2010-05-08" : "2016-11-15";
    const answer = await this.emulator.call(service, "/", {
      method: "POST",
      body: new URLSearchParams({ Action, Version, ...parameters }).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    // what is not there has no tags
    return answer.ok ? answer.text() : "";
  }
}

function tagsIn(xml: string): Tags {
  const found = [...xml.matchAll(/<key>([^<]*)<\/key>(?:(?!<key>).)*?<value>([^<]*)<\/value>/gis)];
  return Object.fromEntries(found.map(([, key, value]) => [unescaped(key as string), unescaped(value as string)]));
}

function unescaped(xml: string): string {
  return xml.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name) => ({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" })[name as "lt"],
  );
}
