import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSettings, loadSettingsOrExit, parseSettings, settingsSchema } from "../../stacks/settings";
import { settingsJsonSchema } from "../../tools/settings-schema";

const LEAST = `name: acme
account: "111122223333"
region: eu-west-2
network: create
systems:
  duet:
    bucket: { create: acme-duet }
`;

const ROOT = join(__dirname, "..", "..");
const ROLE = "arn:aws:iam::111122223333:role/batch";
const KEY = "arn:aws:kms:eu-west-2:111122223333:key/12345678-90ab-cdef-1234-567890abcdef";
const SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ5mpNbN7Rj1Qk0oVYcX9mS4mKk0n5m1Yl8yq2m4Zt7a";

/** The list of mistakes in a text, without its first line. */
function mistakesIn(yaml: string | Uint8Array): string {
  try {
    parseSettings(yaml, "groundwork.yaml");
  } catch (error) {
    const [, ...mistakes] = (error as Error).message.split("\n\n");
    return mistakes.join("\n\n");
  }
  return "";
}

/** Every system, in the order in which messages name them. */
const SYSTEMS = Object.keys(settingsSchema.shape.systems.shape).join(", ");

/** What is allowed, as messages write it: in 80 columns. */
function allowed(text: string): string {
  const lines = text
    .split(" ")
    .reduce<string[]>(
      ([line = "", ...before], word) =>
        line && line.length + 1 + word.length > 69
          ? [word, line, ...before]
          : [line ? `${line} ${word}` : word, ...before],
      [],
    );
  return `  allowed: ${lines.reverse().join("\n           ")}`;
}

const duetWith = (lines: string) => LEAST + lines.replace(/^/gm, "    ");
const duetOf = (yaml: string) => parseSettings(yaml, "groundwork.yaml").systems.duet;

describe("the settings", () => {
  test("as committed are right, and run on the emulator: created network and bucket, state in a bucket", () => {
    const settings = parseSettings(readFileSync(join(ROOT, "groundwork.yaml")), "groundwork.yaml");
    expect(settings).toMatchObject({
      name: "acme",
      account: "111122223333",
      region: "eu-west-2",
      state: { bucket: "acme-terraform-state" },
      network: { create: { cidr: "10.0.0.0/16", egress: "nat" } },
      systems: { duet: { bucket: { create: "acme-duet", forceDestroy: false } } },
    });
  });

  test("as committed name the JSON Schema in their first line", () => {
    const [first] = readFileSync(join(ROOT, "groundwork.yaml"), "utf8").split("\n");
    expect(first).toBe("# yaml-language-server: $schema=./groundwork.schema.json");
  });

  test("are complete: what is left out has its default", () => {
    expect(parseSettings(LEAST, "groundwork.yaml")).toEqual({
      name: "acme",
      account: "111122223333",
      region: "eu-west-2",
      tags: {},
      iam: { path: "/groundwork/", managedPoliciesPerRole: 10, trustPolicyCharacters: 2048 },
      network: { create: { cidr: "10.0.0.0/16", egress: "nat" } },
      serviceLinkedRoles: "reuse",
      systems: {
        duet: {
          bucket: { create: "acme-duet", forceDestroy: false },
          workDir: { prefix: "nf-work/", expireAfterDays: 14 },
          virtualMachine: { instanceType: "t3.medium", rootGiB: 30, elasticIp: false },
          batch: {
            type: "SPOT",
            minVcpus: 0,
            maxVcpus: 256,
            instanceTypes: ["optimal"],
            allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
            imageType: "ECS_AL2023",
            volumeGiB: 500,
          },
          queue: { priority: 1 },
        },
      },
    });
  });

  test("take everything that can be said", () => {
    const everything = `
name: acme
account: "111122223333"
region: eu-west-2
tags: { owner: genomics, cost centre: "1234", paid by: "arn:aws:iam::999999999999:role/x" }
iam:
  path: /org/
  permissionsBoundary: arn:aws:iam::aws:policy/PowerUserAccess
  managedPoliciesPerRole: 25
  trustPolicyCharacters: 8192
state: { bucket: acme-state, kmsKey: "${KEY}" }
network: { vpc: vpc-0a1, subnets: [subnet-1, subnet-2], securityGroups: [sg-1] }
systems:
  duet:
    bucket: { existing: acme-runs, prefix: duet/, kmsKey: "${KEY}" }
    inputBuckets:
      - { bucket: references, requesterPays: true }
      - { bucket: acme-runs, prefix: raw/, kmsKey: "arn:aws:kms:us-east-1:999999999999:key/mrk-1234567890abcdef1234567890abcdef" }
    workDir: { prefix: work/, expireAfterDays: 30 }
    repositoryPrefix: acme/images/
    virtualMachine:
      instanceType: t4g.large
      rootGiB: 50
      dataGiB: 1000
      volumeKmsKey: ${KEY}
      elasticIp: true
      ssh: { publicKey: ${SSH} ada, from: [203.0.113.0/24] }
      subnet: subnet-3
      instanceProfile: { existing: machine }
    batch:
      type: SPOT
      minVcpus: 4
      maxVcpus: 4
      instanceTypes: [g5, c6i.4xlarge]
      allocationStrategy: BEST_FIT
      bidPercentage: 60
      imageType: ECS_AL2023_NVIDIA
      volumeGiB: 1000
      volumeKmsKey: ${KEY}
      serviceRole: { existing: ${ROLE} }
      instanceRole: { existing: ${ROLE} }
    queue: { priority: 10 }
`;
    expect(mistakesIn(everything)).toBe("");
  });

  test("have no network where no system runs instances", () => {
    const yaml = LEAST.replace("network: create\n", "").replace(
      /systems:[\s\S]*/,
      "systems: { parallelcluster: {} }\n",
    );
    expect(parseSettings(yaml, "g").network).toBeUndefined();
  });

  test.each([
    ["create", "create", { create: { cidr: "10.0.0.0/16", egress: "nat" } }],
    ["a range", "{ create: { cidr: 10.1.0.0/20 } }", { create: { cidr: "10.1.0.0/20", egress: "nat" } }],
    ["what exists", "{ vpc: vpc-1, subnets: [subnet-1] }", { vpc: "vpc-1", subnets: ["subnet-1"] }],
  ])("take a network as %s", (_, given, network) => {
    expect(parseSettings(LEAST.replace("network: create", `network: ${given}`), "g").network).toEqual(network);
  });

  test.each([
    ["{ type: EC2 }", { allocationStrategy: "BEST_FIT_PROGRESSIVE", imageType: "ECS_AL2023" }],
    [
      "{ instanceTypes: [c6i, g5] }",
      { allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED", imageType: "ECS_AL2023_NVIDIA" },
    ],
    ["{ instanceTypes: [c7g, m7g] }", { imageType: "ECS_AL2023" }],
    ["{ serviceRole: { create: true } }", { serviceRole: { create: true } }],
  ])("complete batch: %s", (given, batch) => {
    expect(duetOf(duetWith(`batch: ${given}`))?.batch).toMatchObject(batch);
  });

  test("take false for no virtual machine", () => {
    expect(duetOf(duetWith("virtualMachine: false"))?.virtualMachine).toBe(false);
  });

  test("may start with a byte order mark", () => {
    expect(parseSettings(Buffer.from(`\uFEFF${LEAST}`), "g").name).toBe("acme");
    expect(parseSettings(`\uFEFF${LEAST}`, "g").name).toBe("acme");
  });
});

/** What is wrong, the text, and what is said about it. */
const MISTAKES: readonly (readonly [string, string | Uint8Array, string])[] = [
  [
    "an empty file",
    "",
    `groundwork.yaml:1:1: the settings file
  given:   nothing
  allowed: a section with name, account, region, tags, iam, state, network,
           serviceLinkedRoles, systems, deployer`,
  ],
  [
    "a file of comments",
    "# name: acme\n",
    `groundwork.yaml:1:1: the settings file
  given:   nothing
  allowed: a section with name, account, region, tags, iam, state, network,
           serviceLinkedRoles, systems, deployer`,
  ],
  [
    "a list",
    "- name: acme\n",
    `groundwork.yaml:1:1: the settings file
  given:   a list
  allowed: a section with name, account, region, tags, iam, state, network,
           serviceLinkedRoles, systems, deployer`,
  ],
  [
    "a word",
    "acme",
    `groundwork.yaml:1:1: the settings file
  given:   "acme", text
  allowed: a section with name, account, region, tags, iam, state, network,
           serviceLinkedRoles, systems, deployer`,
  ],
  [
    "broken YAML",
    LEAST.replace("{ create: acme-duet }", "{ create: acme-duet"),
    `groundwork.yaml:8:1: the settings file
  given:   an end that comes too early
  allowed: YAML
  hint:    Flow map in block collection must be sufficiently indented and end
           with a }`,
  ],
  [
    "a tab as indentation",
    "name: acme\nsystems:\n\tduet: {}\n",
    `groundwork.yaml:3:1: the settings file
  given:   duet: {}
  allowed: YAML
  hint:    Tabs are not allowed as indentation`,
  ],
  [
    "a tag of YAML that is not known",
    "name: !secret acme\n",
    `groundwork.yaml:1:7: the settings file
  given:   name: !secret acme
  allowed: YAML
  hint:    Unresolved tag: !secret`,
  ],
  [
    "several documents",
    `${LEAST}---\n${LEAST}`,
    `groundwork.yaml:8:1: the settings file
  given:   a second document
  allowed: one YAML document
  hint:    give the settings of another account a file of their own`,
  ],
  [
    "bytes that are not UTF-8",
    Buffer.from("name: acme\ntags: { owner: Zo\xeb }\n", "latin1"),
    `groundwork.yaml:2:18: the settings file
  given:   bytes that are not UTF-8
  allowed: text in UTF-8
  hint:    save it as UTF-8`,
  ],
  [
    "a file that is too large",
    `${LEAST}# ${"x".repeat(65_536)}`,
    `groundwork.yaml: the settings file
  given:   a larger file
  allowed: at most 64 KiB
  hint:    is it the settings file?`,
  ],
  [
    "a setting that stands twice",
    `${LEAST}region: us-east-1\n`,
    `groundwork.yaml:8:1: region
  given:   the same setting again
  allowed: each setting once`,
  ],
  [
    "anchors and references",
    LEAST.replace("acme\n", "&name acme\n").replace("acme-duet", "*name"),
    `groundwork.yaml:1:13: name
  given:   an anchor or a reference to one
  allowed: the value itself

groundwork.yaml:7:23: systems.duet.bucket.create
  given:   an anchor or a reference to one
  allowed: the value itself`,
  ],
  [
    "an account number without quotes",
    LEAST.replace('"111122223333"', "012345678901"),
    `groundwork.yaml:2:10: account
  given:   012345678901, a number
  allowed: the 12 digits of an AWS account, in quotes
  hint:    write it in quotes: "012345678901"`,
  ],
  [
    "a number in quotes",
    duetWith('batch: { maxVcpus: "256" }'),
    `groundwork.yaml:8:24: systems.duet.batch.maxVcpus
  given:   "256", text
  allowed: a whole number from 1 to 100000
  hint:    write it without quotes: 256`,
  ],
  [
    "a yes that is not YAML's",
    duetWith("virtualMachine: { elasticIp: yes }"),
    `groundwork.yaml:8:34: systems.duet.virtualMachine.elasticIp
  given:   "yes", text
  allowed: true or false`,
  ],
  [
    "a setting that is missing",
    LEAST.replace(/region.*\n/, ""),
    `groundwork.yaml:1:1: region
  given:   nothing
  allowed: a region of the partitions aws, aws-cn or aws-us-gov, such as
           eu-west-2`,
  ],
  [
    "a setting without a value",
    LEAST.replace("eu-west-2", ""),
    `groundwork.yaml:3:1: region
  given:   nothing
  allowed: a region of the partitions aws, aws-cn or aws-us-gov, such as
           eu-west-2`,
  ],
  [
    "a setting that is not known",
    `${LEAST}permissions: all\n`,
    `groundwork.yaml:8:1: permissions
  given:   a setting that is not known here
  allowed: name, account, region, tags, iam, state, network, serviceLinkedRoles,
           systems, deployer`,
  ],
  [
    "a setting that is written in another way",
    duetWith("batch: { max_vcpus: 256 }"),
    `groundwork.yaml:8:14: systems.duet.batch.max_vcpus
  given:   a setting that is not known here
  allowed: type, minVcpus, maxVcpus, instanceTypes, allocationStrategy,
           bidPercentage, imageType, serviceRole, volumeGiB, volumeKmsKey,
           instanceRole, instanceProfile
  hint:    did you mean maxVcpus?`,
  ],
  [
    "a name that JavaScript has a meaning for",
    `${LEAST}__proto__: { name: x }\n`,
    `groundwork.yaml:8:1: __proto__
  given:   a setting that is not known here
  allowed: name, account, region, tags, iam, state, network, serviceLinkedRoles,
           systems, deployer`,
  ],
  [
    "a name that is a number",
    `${LEAST}2026: x\n`,
    `groundwork.yaml:8:1: 2026
  given:   a setting that is not known here
  allowed: name, account, region, tags, iam, state, network, serviceLinkedRoles,
           systems, deployer`,
  ],
  [
    "a name that is a list",
    `${LEAST}? [a]\n: x\n`,
    `groundwork.yaml:8:3: the settings file
  given:   ? [a]
  allowed: YAML
  hint:    the name of a setting is a word`,
  ],
  [
    "a name whose letters changed places",
    `tgas: { owner: ada }\n${LEAST}`,
    `groundwork.yaml:1:1: tgas
  given:   a setting that is not known here
  allowed: name, account, region, tags, iam, state, network, serviceLinkedRoles,
           systems, deployer
  hint:    did you mean tags?`,
  ],
  [
    "a system that is not known",
    `${LEAST}  galaxy: {}\n`,
    `groundwork.yaml:8:3: systems.galaxy
  given:   a setting that is not known here
${allowed(SYSTEMS)}`,
  ],
  [
    "no system but one that is written in another way",
    LEAST.replace("duet:", "duett:"),
    `groundwork.yaml:6:3: systems.duett
  given:   a setting that is not known here
${allowed(SYSTEMS)}
  hint:    did you mean duet?`,
  ],
  [
    "no system",
    LEAST.replace(/systems:(.|\n)*/, "systems: {}\n"),
    `groundwork.yaml:5:1: systems
  given:   a section
${allowed(`a section with at least one of: ${SYSTEMS}`)}`,
  ],
  [
    "a system without its settings",
    LEAST.replace(/ {4}bucket.*\n/, ""),
    `groundwork.yaml:6:3: systems.duet
  given:   nothing
  allowed: a section with bucket, inputBuckets, workDir, repositoryPrefix,
           virtualMachine, batch, queue`,
  ],
  [
    "a name that is too long",
    LEAST.replace("acme\n", "a-laboratory-far-away\n"),
    `groundwork.yaml:1:7: name
  given:   "a-laboratory-far-away"
  allowed: 2 to 20 lower-case letters, digits and single hyphens; a letter
           first, no hyphen last
  hint:    it has 21 characters, at most 20 fit`,
  ],
  [
    "a template in a name",
    LEAST.replace("acme\n", '"acme-${x}"\n'),
    `groundwork.yaml:1:7: name
  given:   "acme-\${x}"
  allowed: 2 to 20 lower-case letters, digits and single hyphens; a letter
           first, no hyphen last
  hint:    it contains "\${", which Terraform would fill in`,
  ],
  [
    "a control character, which does not reach the terminal",
    LEAST.replace("acme\n", '"acme\\e[31m"\n'),
    `groundwork.yaml:1:7: name
  given:   "acme\\u001b[31m"
  allowed: 2 to 20 lower-case letters, digits and single hyphens; a letter
           first, no hyphen last
  hint:    it contains a line break or another control character`,
  ],
  [
    "a wildcard in a prefix",
    LEAST.replace("acme-duet", "acme-duet, prefix: runs*/"),
    `groundwork.yaml:7:42: systems.duet.bucket.prefix
  given:   "runs*/"
  allowed: folders of letters, digits and !-_.()=, each ending with a slash,
           none before the first
  hint:    it contains a wildcard, which a policy would widen`,
  ],
  [
    "a reserved tag, a value that is a number, and keys that IAM takes for the same",
    `${LEAST}tags: { "aws:a": b, cost centre: 12, Owner: a, owner: b }\n`,
    `groundwork.yaml:8:9: tags."aws:a"
  given:   "aws:a"
  allowed: 1 to 128 letters, digits, spaces and _.:/=+-@
  hint:    it starts with aws:, which AWS keeps for itself

groundwork.yaml:8:34: tags."cost centre"
  given:   12, a number
  allowed: up to 256 letters, digits, spaces and _.:/=+-@
  hint:    write it in quotes: "12"

groundwork.yaml:8:55: tags.owner
  given:   "b"
  allowed: tag keys that differ in more than upper and lower case
  hint:    IAM takes Owner for the same`,
  ],
  [
    "too many tags",
    `${LEAST}tags: { ${Array.from({ length: 41 }, (_, n) => `k${n}: v`).join(", ")} }\n`,
    `groundwork.yaml:8:1: tags
  given:   a section
  allowed: at most 40 tags: AWS takes 50 for a thing, and some are added`,
  ],
  [
    "quotas that AWS does not have",
    `${LEAST}iam: { managedPoliciesPerRole: 9, trustPolicyCharacters: 8193 }\n`,
    `groundwork.yaml:8:32: iam.managedPoliciesPerRole
  given:   9
  allowed: a whole number from 10 to 25

groundwork.yaml:8:58: iam.trustPolicyCharacters
  given:   8193
  allowed: a whole number from 2048 to 8192`,
  ],
  [
    "a boundary of another account",
    `${LEAST}iam: { permissionsBoundary: "arn:aws:iam::999999999999:policy/boundary" }\n`,
    `groundwork.yaml:8:29: iam.permissionsBoundary
  given:   "arn:aws:iam::999999999999:policy/boundary"
  allowed: an ARN of account 111122223333, in which everything is built`,
  ],
  [
    "an ARN of another partition",
    duetWith(`batch: { serviceRole: { existing: "${ROLE.replace(":aws:", ":aws-cn:")}" } }`),
    `groundwork.yaml:8:39: systems.duet.batch.serviceRole.existing
  given:   "arn:aws-cn:iam::111122223333:role/batch"
  allowed: an ARN that starts with arn:aws:
  hint:    region eu-west-2 is in partition aws`,
  ],
  [
    "a key of another region",
    duetWith(`batch: { volumeKmsKey: "${KEY.replace("eu-west-2", "us-east-1")}" }`),
    `groundwork.yaml:8:28: systems.duet.batch.volumeKmsKey
  given:   "arn:aws:kms:us-east-1:111122223333:key/12345678-90ab-cdef-12"…
  allowed: an ARN of region eu-west-2
  hint:    a key encrypts what is in its own region only`,
  ],
  [
    "a network that is written in no known way",
    LEAST.replace("network: create", "network: creat"),
    `groundwork.yaml:4:10: network
  given:   "creat"
  allowed: create, { create: { cidr, egress } }, or { vpc, subnets,
           securityGroups }`,
  ],
  [
    "no network for a system that runs instances",
    LEAST.replace("network: create\n", ""),
    `groundwork.yaml:1:1: network
  given:   nothing
  allowed: create, { create: { cidr, egress } }, or { vpc, subnets,
           securityGroups }
  hint:    duet runs instances; the network is where`,
  ],
  [
    "a network of two kinds",
    LEAST.replace("network: create", "network: { create: {}, vpc: vpc-1, subnets: [subnet-1] }"),
    `groundwork.yaml:4:1: network
  given:   a section
  allowed: create, { create: { cidr, egress } }, or { vpc, subnets,
           securityGroups }`,
  ],
  [
    "a network without subnets",
    LEAST.replace("network: create", "network: { vpc: vpc-1 }"),
    `groundwork.yaml:4:1: network.subnets
  given:   nothing
  allowed: a list of subnet ids, at least one`,
  ],
  [
    "subnets that are named twice or are none",
    LEAST.replace(
      "network: create",
      "network: { vpc: vpc-1, subnets: [subnet-1, subnet-1, sn-2], securityGroups: [] }",
    ),
    `groundwork.yaml:4:44: network.subnets[1]
  given:   "subnet-1"
  allowed: each of the subnet ids once

groundwork.yaml:4:54: network.subnets[2]
  given:   "sn-2"
  allowed: the id of a subnet: subnet- and hexadecimal digits

groundwork.yaml:4:61: network.securityGroups
  given:   an empty list
  allowed: a list of security group ids, at least one`,
  ],
  [
    "too many security groups",
    LEAST.replace(
      "network: create",
      "network: { vpc: vpc-1, subnets: [subnet-1], securityGroups: [sg-1, sg-2, sg-3, sg-4, sg-5, sg-6] }",
    ),
    `groundwork.yaml:4:45: network.securityGroups
  given:   a list
  allowed: a list of at most 5 security group ids: a network interface takes no
           more`,
  ],
  [
    "a range with a bit behind its prefix",
    LEAST.replace("network: create", "network: { create: { cidr: 10.0.1.0/20 } }"),
    `groundwork.yaml:4:28: network.create.cidr
  given:   "10.0.1.0/20"
  allowed: an IPv4 range from /16 to /24, such as 10.0.0.0/16
  hint:    the range is 10.0.0.0/20`,
  ],
  [
    "a range without room, and an egress that is not known",
    LEAST.replace("network: create", "network: { create: { cidr: 10.0.0.0/25, egress: NAT } }"),
    `groundwork.yaml:4:28: network.create.cidr
  given:   "10.0.0.0/25"
  allowed: an IPv4 range from /16 to /24, such as 10.0.0.0/16
  hint:    /25 is too narrow

groundwork.yaml:4:49: network.create.egress
  given:   "NAT"
  allowed: nat or endpoints
  hint:    did you mean nat?`,
  ],
  [
    "a bucket that is created and exists",
    LEAST.replace("acme-duet", "acme-duet, existing: acme-runs"),
    `groundwork.yaml:7:5: systems.duet.bucket
  given:   a section
  allowed: { create: <name> } or { existing: <name> }, one of the two`,
  ],
  [
    "a bucket that is neither",
    LEAST.replace("create: acme-duet", "name: acme-duet"),
    `groundwork.yaml:7:5: systems.duet.bucket
  given:   a section
  allowed: { create: <name> } or { existing: <name> }, one of the two`,
  ],
  [
    "a bucket that is only a name",
    LEAST.replace("{ create: acme-duet }", "acme-duet"),
    `groundwork.yaml:7:13: systems.duet.bucket
  given:   "acme-duet"
  allowed: { create: <name> } or { existing: <name> }, one of the two`,
  ],
  [
    "force to destroy what exists",
    LEAST.replace("create: acme-duet", "existing: acme-duet, forceDestroy: true"),
    `groundwork.yaml:7:36: systems.duet.bucket.forceDestroy
  given:   a setting that is not known here
  allowed: existing, prefix, kmsKey`,
  ],
  [
    "the state's bucket for data",
    `${duetWith("inputBuckets: [{ bucket: acme-state, prefix: a/ }]")}\nstate: { bucket: acme-state }\n`.replace(
      "acme-duet",
      "acme-state, prefix: b/",
    ),
    `groundwork.yaml:7:23: systems.duet.bucket.create
  given:   "acme-state"
  allowed: a bucket other than state.bucket
  hint:    whoever works with the data could read or change the state

groundwork.yaml:8:30: systems.duet.inputBuckets[0].bucket
  given:   "acme-state"
  allowed: a bucket other than state.bucket
  hint:    whoever works with the data could read or change the state`,
  ],
  [
    "input buckets that say the same twice, or the work bucket",
    duetWith(
      "inputBuckets:\n  - { bucket: refs }\n  - { bucket: refs, prefix: hg38/ }\n  - { bucket: acme-duet, prefix: raw/ }",
    ),
    `groundwork.yaml:10:19: systems.duet.inputBuckets[1].bucket
  given:   "refs"
  allowed: each place once
  hint:    it overlaps with inputBuckets[0]

groundwork.yaml:11:19: systems.duet.inputBuckets[2].bucket
  given:   "acme-duet"
  allowed: places outside of the work bucket
  hint:    the work bucket can be read already: leave it out, or give both a
           prefix`,
  ],
  [
    "an input bucket that holds one before it, and one that the work bucket is in",
    duetWith("inputBuckets:\n  - { bucket: refs, prefix: hg38/ }\n  - { bucket: refs }\n  - { bucket: runs }").replace(
      "create: acme-duet",
      "existing: runs, prefix: duet/",
    ),
    `groundwork.yaml:10:19: systems.duet.inputBuckets[1].bucket
  given:   "refs"
  allowed: each place once
  hint:    it overlaps with inputBuckets[0]

groundwork.yaml:11:19: systems.duet.inputBuckets[2].bucket
  given:   "runs"
  allowed: places outside of the work bucket
  hint:    the work bucket can be read already: leave it out, or give both a
           prefix`,
  ],
  [
    "a work directory that is kept for no time",
    duetWith("workDir: { prefix: /nf-work/, expireAfterDays: 0 }"),
    `groundwork.yaml:8:24: systems.duet.workDir.prefix
  given:   "/nf-work/"
  allowed: folders of letters, digits and !-_.()=, each ending with a slash,
           none before the first
  hint:    it starts with a slash: object keys do not

groundwork.yaml:8:52: systems.duet.workDir.expireAfterDays
  given:   0
  allowed: a whole number from 1 to 3650`,
  ],
  [
    "true for a virtual machine",
    duetWith("virtualMachine: true"),
    `groundwork.yaml:8:21: systems.duet.virtualMachine
  given:   true
  allowed: false, or a section with the machine's settings`,
  ],
  [
    "a machine of a family, and volumes without room",
    duetWith("virtualMachine: { instanceType: t3, rootGiB: 1, dataGiB: 20000 }"),
    `groundwork.yaml:8:37: systems.duet.virtualMachine.instanceType
  given:   "t3"
  allowed: an instance type, such as t3.medium
  hint:    it names a family and no size

groundwork.yaml:8:50: systems.duet.virtualMachine.rootGiB
  given:   1
  allowed: a whole number from 8 to 16384

groundwork.yaml:8:62: systems.duet.virtualMachine.dataGiB
  given:   20000
  allowed: a whole number from 1 to 16384`,
  ],
  [
    "SSH from everywhere",
    duetWith(`virtualMachine: { ssh: { publicKey: ${SSH}, from: [0.0.0.0/0, "::/0", 10.0.0.0/8] } }`),
    `groundwork.yaml:8:130: systems.duet.virtualMachine.ssh.from[0]
  given:   "0.0.0.0/0"
  allowed: IPv4 ranges of /8 to /32 that you know, such as 203.0.113.0/24; never
           the whole Internet
  hint:    /0 is too wide

groundwork.yaml:8:141: systems.duet.virtualMachine.ssh.from[1]
  given:   "::/0"
  allowed: IPv4 ranges of /8 to /32 that you know, such as 203.0.113.0/24; never
           the whole Internet
  hint:    it is an IPv6 range: the networks here speak IPv4`,
  ],
  [
    "a private key, whose lines are not shown",
    duetWith(
      "virtualMachine:\n  ssh:\n    from: [10.0.0.0/8]\n    publicKey: |\n      -----BEGIN OPENSSH PRIVATE KEY-----\n      c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0",
    ),
    `groundwork.yaml:11:20: systems.duet.virtualMachine.ssh.publicKey
  given:   "-----BEGIN OPENSSH PRIVATE KEY-----"…
  allowed: one line that starts with ssh-ed25519 or ssh-rsa, as ssh-keygen
           writes it to <file>.pub
  hint:    it contains a line break or another control character; is a private
           key, which belongs to nobody but you`,
  ],
  [
    "a subnet for a machine in a network that is created",
    duetWith("virtualMachine: { subnet: subnet-1 }"),
    `groundwork.yaml:8:31: systems.duet.virtualMachine.subnet
  given:   "subnet-1"
  allowed: nothing where the network is created
  hint:    the machine stands in that network`,
  ],
  [
    "a way in to a network that has none",
    duetWith(`virtualMachine: { elasticIp: true, ssh: { publicKey: ${SSH}, from: [10.0.0.0/8] } }`).replace(
      "network: create",
      "network: { create: { egress: endpoints } }",
    ),
    `groundwork.yaml:8:34: systems.duet.virtualMachine.elasticIp
  given:   true
  allowed: false in this network
  hint:    nothing outside reaches a network with egress: endpoints; use Session
           Manager, or egress: nat

groundwork.yaml:8:40: systems.duet.virtualMachine.ssh
  given:   a section
  allowed: nothing in this network
  hint:    nothing outside reaches a network with egress: endpoints; use Session
           Manager, or egress: nat`,
  ],
  [
    "a role beside an instance profile",
    duetWith(
      ["virtualMachine", "batch"]
        .map((name) => `${name}: { instanceRole: { existing: "${ROLE}" }, instanceProfile: { existing: x } }`)
        .join("\n"),
    ),
    `groundwork.yaml:8:23: systems.duet.virtualMachine.instanceRole
  given:   a section
  allowed: nothing beside instanceProfile
  hint:    an instance profile brings its role: name one of the two

groundwork.yaml:9:14: systems.duet.batch.instanceRole
  given:   a section
  allowed: nothing beside instanceProfile
  hint:    an instance profile brings its role: name one of the two`,
  ],
  [
    "more vCPUs at least than at most",
    duetWith("batch: { minVcpus: 300 }"),
    `groundwork.yaml:8:24: systems.duet.batch.minVcpus
  given:   300
  allowed: at most maxVcpus, which is 256`,
  ],
  [
    "a part of a vCPU",
    duetWith("batch: { maxVcpus: 1.5 }"),
    `groundwork.yaml:8:24: systems.duet.batch.maxVcpus
  given:   1.5
  allowed: a whole number from 1 to 100000`,
  ],
  [
    "SPOT in lower case",
    duetWith("batch: { type: spot }"),
    `groundwork.yaml:8:20: systems.duet.batch.type
  given:   "spot"
  allowed: SPOT or EC2
  hint:    did you mean SPOT?`,
  ],
  [
    "a strategy and a price of SPOT for EC2",
    duetWith("batch: { type: EC2, allocationStrategy: SPOT_CAPACITY_OPTIMIZED, bidPercentage: 60 }"),
    `groundwork.yaml:8:45: systems.duet.batch.allocationStrategy
  given:   "SPOT_CAPACITY_OPTIMIZED"
  allowed: BEST_FIT_PROGRESSIVE or BEST_FIT
  hint:    type EC2 has no SPOT_CAPACITY_OPTIMIZED

groundwork.yaml:8:85: systems.duet.batch.bidPercentage
  given:   60
  allowed: nothing for type EC2
  hint:    a share of the on-demand price is paid for SPOT only: leave it out`,
  ],
  [
    "Amazon Linux 2",
    duetWith("batch: { imageType: ECS_AL2 }"),
    `groundwork.yaml:8:25: systems.duet.batch.imageType
  given:   "ECS_AL2"
  allowed: ECS_AL2023 or ECS_AL2023_NVIDIA
  hint:    Batch creates no environment with Amazon Linux 2 since 2026-06-30:
           https://docs.aws.amazon.com/batch/latest/userguide/ecs-migration-2023.html`,
  ],
  [
    "an image without a driver for the GPU",
    duetWith("batch: { instanceTypes: [c6i, g5], imageType: ECS_AL2023 }"),
    `groundwork.yaml:8:51: systems.duet.batch.imageType
  given:   "ECS_AL2023"
  allowed: ECS_AL2023_NVIDIA, or nothing
  hint:    g5 has a GPU, which jobs do not see with ECS_AL2023`,
  ],
  [
    "an image for GPUs without a GPU",
    duetWith("batch: { imageType: ECS_AL2023_NVIDIA }"),
    `groundwork.yaml:8:25: systems.duet.batch.imageType
  given:   "ECS_AL2023_NVIDIA"
  allowed: ECS_AL2023, or nothing
  hint:    none of the instance types has a GPU`,
  ],
  [
    "instance types of two architectures, or without an image",
    duetWith("batch: { instanceTypes: [optimal, m6g, g5g] }"),
    `groundwork.yaml:8:39: systems.duet.batch.instanceTypes[1]
  given:   "m6g"
  allowed: instance types of one architecture
  hint:    optimal is x86_64, m6g is arm64

groundwork.yaml:8:44: systems.duet.batch.instanceTypes[2]
  given:   "g5g"
  allowed: instance types that Batch has an image for
  hint:    Batch has no image for a GPU beside an ARM processor`,
  ],
  [
    "a volume that is smaller than the image",
    duetWith("batch: { volumeGiB: 29 }"),
    `groundwork.yaml:8:25: systems.duet.batch.volumeGiB
  given:   29
  allowed: a whole number from 30 to 16384`,
  ],
  [
    "a service role that is not created",
    duetWith("batch: { serviceRole: { create: false } }"),
    `groundwork.yaml:8:37: systems.duet.batch.serviceRole.create
  given:   false
  allowed: true`,
  ],
];

describe("a mistake in the settings", () => {
  test.each(MISTAKES)("%s is named with its place, what is given and what is allowed", (_, yaml, message) => {
    expect(mistakesIn(yaml)).toBe(message);
  });

  test.each(["[", "- ", "{a: "])("sections in sections without end (%s) is named without a stack", (open) => {
    expect(mistakesIn(open.repeat(15_000))).toContain("given:   sections in sections without end");
  });

  test("does not hide the others: all are shown, in the order of the file", () => {
    const several = duetWith("batch: { minVcpus: 300, type: spot, perfix: x }\nqueue: { priority: -1 }").replace(
      "acme\n",
      "Acme\n",
    );
    expect(mistakesIn(several).match(/^groundwork.*$/gm)).toEqual([
      "groundwork.yaml:1:7: name",
      "groundwork.yaml:8:24: systems.duet.batch.minVcpus",
      "groundwork.yaml:8:35: systems.duet.batch.type",
      "groundwork.yaml:8:41: systems.duet.batch.perfix",
      "groundwork.yaml:9:24: systems.duet.queue.priority",
    ]);
  });

  test("is counted in the first line", () => {
    expect(() => parseSettings("", "prod.yaml")).toThrow(
      /^1 mistake in prod.yaml, nothing was built:\n\nprod.yaml:1:1: /,
    );
    expect(() => parseSettings("a: 1", "prod.yaml")).toThrow(/^5 mistakes in prod.yaml, nothing was built:\n\n/);
  });

  test("is written in 80 columns, but for addresses", () => {
    const long = MISTAKES.flatMap(([, yaml]) => mistakesIn(yaml).split("\n")).filter((line) => line.length > 80);
    expect(long.filter((line) => !line.includes("https://"))).toEqual([]);
  });
});

describe("the settings file", () => {
  const { GROUNDWORK_SETTINGS } = process.env;
  const directory = mkdtempSync(join(tmpdir(), "settings-"));
  const home = process.cwd();

  beforeAll(() => process.chdir(directory));
  beforeEach(() => delete process.env.GROUNDWORK_SETTINGS);
  afterAll(() => {
    process.chdir(home);
    rmSync(directory, { recursive: true });
    if (GROUNDWORK_SETTINGS !== undefined) process.env.GROUNDWORK_SETTINGS = GROUNDWORK_SETTINGS;
  });

  test("is groundwork.yaml, and has to be there", () => {
    expect(loadSettings).toThrow(`groundwork.yaml: the settings file
  given:   no such file
  allowed: a YAML file
  hint:    run it where groundwork.yaml is, or name a file in
           GROUNDWORK_SETTINGS`);
    writeFileSync("groundwork.yaml", LEAST);
    expect(loadSettings().name).toBe("acme");
  });

  test("is another one where GROUNDWORK_SETTINGS names it", () => {
    writeFileSync("prod.yaml", LEAST.replace("acme\n", "prod\n"));
    process.env.GROUNDWORK_SETTINGS = "prod.yaml";
    expect(loadSettings().name).toBe("prod");
    process.env.GROUNDWORK_SETTINGS = "conf/prod.yaml";
    expect(loadSettings).toThrow(`conf/prod.yaml: the settings file
  given:   no such file
  allowed: a YAML file
  hint:    GROUNDWORK_SETTINGS names it`);
  });

  test("is no directory and no device, and not large", () => {
    mkdirSync("folder");
    process.env.GROUNDWORK_SETTINGS = "folder";
    expect(loadSettings).toThrow("folder: the settings file\n  given:   a directory");
    process.env.GROUNDWORK_SETTINGS = "/dev/zero";
    expect(loadSettings).toThrow("/dev/zero: the settings file\n  given:   a larger file\n  allowed: at most 64 KiB");
  });

  test("with mistakes ends the process with code 1 and a list without a stack", () => {
    writeFileSync("wrong.yaml", LEAST.replace("eu-west-2", "eu-wset-2"));
    process.env.GROUNDWORK_SETTINGS = "wrong.yaml";
    const exit = jest.spyOn(process, "exit").mockReturnValue(undefined as never);
    const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    loadSettingsOrExit();
    expect(exit).toHaveBeenCalledWith(1);
    expect(write.mock.calls).toEqual([
      [
        `1 mistake in wrong.yaml, nothing was built:

wrong.yaml:3:9: region
  given:   "eu-wset-2"
  allowed: a region of the partitions aws, aws-cn or aws-us-gov, such as
           eu-west-2
`,
      ],
    ]);
    exit.mockRestore();
    write.mockRestore();
  });
});

describe("the JSON Schema", () => {
  const schema = settingsJsonSchema();

  test("as committed is current: npm run settings-schema writes it", () => {
    expect(JSON.parse(readFileSync(join(ROOT, "groundwork.schema.json"), "utf8"))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    );
  });

  test("says of every setting what it is, in a sentence", () => {
    const silent: string[] = [];
    const look = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [name, value] of Object.entries(node)) {
        if (name === "properties")
          for (const [field, { description }] of Object.entries(value as Record<string, { description?: string }>))
            if (!/^[A-Za-z].*[.]$/.test(description ?? "")) silent.push(`${path}.${field}`);
        look(value, `${path}.${name}`);
      }
    };
    look(schema, "");
    expect(silent).toEqual([]);
  });

  test("is of the settings as they are written, not as they are completed", () => {
    expect(schema).toMatchObject({
      required: ["name", "account", "region", "systems"],
      additionalProperties: false,
    });
    expect(settingsSchema.safeParse({}).success).toBe(false);
  });
});
