import { readFileSync } from "node:fs";
import { join } from "node:path";
import { faultOf } from "../../../modules/rule";
import * as rules from "../../../stacks/deployer/github-rules";
import { parseSettings } from "../../../stacks/settings";

const CI = "arn:aws:iam::111122223333:role/ci";
const GITHUB = { repository: "acme/pipelines", repositoryId: 456789 };

/** Settings with a deployer; JSON is YAML. */
function written(deployer: unknown, others: object = {}): string {
  return JSON.stringify({
    name: "acme",
    account: "111122223333",
    region: "eu-west-2",
    state: { bucket: "acme-terraform-state" },
    network: "create",
    systems: { duet: { bucket: { create: "acme-duet" } } },
    ...(deployer !== undefined && { deployer }),
    ...others,
  });
}

function mistakesIn(yaml: string): string {
  try {
    parseSettings(yaml, "groundwork.yaml");
  } catch (error) {
    const [, ...mistakes] = (error as Error).message.split("\n\n");
    return mistakes.map((mistake) => mistake.replace(/^groundwork.yaml:\d+:\d+: /, "")).join("\n\n");
  }
  return "";
}

describe("the deployer's settings", () => {
  test("are complete: what is left out has its default", () => {
    expect(parseSettings(written({ trustedPrincipals: [CI], github: GITHUB }), "g").deployer).toEqual({
      trustedPrincipals: [CI],
      github: { ...GITHUB, branch: "main", provider: "create" },
      destroy: false,
    });
  });

  test.each([
    ["principals", { trustedPrincipals: [CI, "arn:aws:iam::111122223333:user/ops/ada"] }],
    ["GitHub", { github: GITHUB }],
    ["a branch and an environment", { github: { ...GITHUB, branch: "release/2", environment: "production" } }],
    ["tokens with the numbers in their subject", { github: { ...GITHUB, ownerId: 123456 } }],
    ["a provider that exists", { github: { ...GITHUB, provider: "existing" }, destroy: true }],
  ])("take %s", (_, deployer) => {
    expect(mistakesIn(written(deployer))).toBe("");
  });

  test("may be left out: linked roles are then made by whoever uses them first", () => {
    const settings = parseSettings(written(undefined), "g");
    expect(settings.deployer).toBeUndefined();
    expect(settings.serviceLinkedRoles).toBe("reuse");
  });
});

const MISTAKES: readonly [title: string, yaml: string, said: string][] = [
  [
    "nobody to trust",
    written({ destroy: true }),
    `deployer
  given:   a section
  allowed: a section with at least one of trustedPrincipals, github`,
  ],
  [
    "a wildcard in a principal",
    written({ trustedPrincipals: ["arn:aws:iam::111122223333:role/ci-*"] }),
    `deployer.trustedPrincipals[0]
  given:   "arn:aws:iam::111122223333:role/ci-*"
  allowed: the ARN of a user or role: arn:aws:iam::<account>:user/<name>
  hint:    it contains a wildcard, which a policy would widen`,
  ],
  [
    "everybody as principal",
    written({ trustedPrincipals: ["*"] }),
    `deployer.trustedPrincipals[0]
  given:   "*"
  allowed: the ARN of a user or role: arn:aws:iam::<account>:user/<name>
  hint:    it contains a wildcard, which a policy would widen`,
  ],
  [
    "a whole account as principal",
    written({ trustedPrincipals: ["arn:aws:iam::111122223333:root"] }),
    `deployer.trustedPrincipals[0]
  given:   "arn:aws:iam::111122223333:root"
  allowed: the ARN of a user or role: arn:aws:iam::<account>:user/<name>
  hint:    it is an account: name the users and roles in it`,
  ],
  [
    "a session as principal",
    written({ trustedPrincipals: ["arn:aws:sts::111122223333:assumed-role/ci/job"] }),
    `deployer.trustedPrincipals[0]
  given:   "arn:aws:sts::111122223333:assumed-role/ci/job"
  allowed: the ARN of a user or role: arn:aws:iam::<account>:user/<name>
  hint:    it is a session: name the role that it is of`,
  ],
  [
    "a principal of another account",
    written({ trustedPrincipals: ["arn:aws:iam::444455556666:role/ci"] }),
    `deployer.trustedPrincipals[0]
  given:   "arn:aws:iam::444455556666:role/ci"
  allowed: an ARN of account 111122223333, in which everything is built`,
  ],
  [
    "a principal that a deployer can write",
    written({ trustedPrincipals: [CI, "arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-duet-machine"] }),
    `deployer.trustedPrincipals[1]
  given:   "arn:aws:iam::111122223333:role/groundwork/acme/duet/acme-due"…
  allowed: an ARN outside of /groundwork/acme/
  hint:    a deployer can write what stands there, and would let itself in`,
  ],
  [
    "a boundary that a deployer can write",
    written(
      { trustedPrincipals: [CI] },
      { iam: { permissionsBoundary: "arn:aws:iam::111122223333:policy/groundwork/acme/duet/limit" } },
    ),
    `iam.permissionsBoundary
  given:   "arn:aws:iam::111122223333:policy/groundwork/acme/duet/limit"
  allowed: an ARN outside of /groundwork/acme/
  hint:    a deployer can write what stands there, and would let itself in`,
  ],
  [
    "a repository without its number",
    written({ github: { repository: "acme/pipelines" } }),
    `deployer.github.repositoryId
  given:   nothing
  allowed: a whole number from 1 to 9007199254740991`,
  ],
  [
    "a number that is text, and a repository that is an address",
    written({ github: { repository: "https://github.com/acme/pipelines.git", repositoryId: "456789" } }),
    `deployer.github.repository
  given:   "https://github.com/acme/pipelines.git"
  allowed: a repository as GitHub writes it: acme/pipelines
  hint:    it is an address: write owner/name only

deployer.github.repositoryId
  given:   "456789", text
  allowed: a whole number from 1 to 9007199254740991
  hint:    write it without quotes: 456789`,
  ],
  [
    "all repositories of an owner",
    written({ github: { ...GITHUB, repository: "acme/*" } }),
    `deployer.github.repository
  given:   "acme/*"
  allowed: a repository as GitHub writes it: acme/pipelines
  hint:    it contains a wildcard, which a policy would widen`,
  ],
  [
    "all branches, and all environments",
    written({ github: { ...GITHUB, branch: "*", environment: "prod*" } }),
    `deployer.github.branch
  given:   "*"
  allowed: the name of a branch, such as main
  hint:    it contains a wildcard, which a policy would widen

deployer.github.environment
  given:   "prod*"
  allowed: the name of an environment of the repository: letters, digits and
           ._/-
  hint:    it contains a wildcard, which a policy would widen`,
  ],
  [
    "a reference for a branch, and a colon by which an environment would be another claim",
    written({ github: { ...GITHUB, branch: "refs/heads/main", environment: "prod:ref:refs/heads/main" } }),
    `deployer.github.branch
  given:   "refs/heads/main"
  allowed: the name of a branch, such as main
  hint:    it is a reference: write the branch only, such as main

deployer.github.environment
  given:   "prod:ref:refs/heads/main"
  allowed: the name of an environment of the repository: letters, digits and
           ._/-`,
  ],
  [
    "deploying from pull requests",
    written({ github: { ...GITHUB, branch: "pull_request" } }),
    `deployer.github.branch
  given:   "pull_request"
  allowed: the name of a branch, such as main
  hint:    it is no branch: pull requests reach the plan roles, and never a
           deploy role`,
  ],
  [
    "a subject of one's own",
    written({ github: { ...GITHUB, sub: "repo:acme/pipelines:*" } }),
    `deployer.github.sub
  given:   a setting that is not known here
  allowed: repository, repositoryId, ownerId, branch, environment, provider`,
  ],
  [
    "GitHub without a place for the state",
    written({ github: GITHUB }, { state: undefined }),
    `deployer.github
  given:   a section
  allowed: nothing without state
  hint:    what a job keeps in a file is gone with the job`,
  ],
  [
    "linked roles by a deployer stack that is not there",
    written(undefined, { serviceLinkedRoles: "create" }),
    `serviceLinkedRoles
  given:   "create"
  allowed: reuse where there is no deployer
  hint:    it is the deployer stack that makes them; systems never do`,
  ],
];

test.each(MISTAKES)("%s: refused, with what is allowed", (_, yaml, said) => {
  expect(mistakesIn(yaml)).toBe(said);
});

test.each([
  ["repository", rules.repository, ["acme/a", "Acme-Labs/Pipe_lines.2"], ["acme", "a/b/c", "-a/b", "a b/c"]],
  ["branch", rules.branch, ["main", "release/2.1", "a_b"], ["/main", "main/", "a b", "a:b", "a//b"]],
  ["environment", rules.environment, ["production", "prod/eu"], ["-a", "prod:eu", "a b"]],
] as const)("the rule of a %s lets through what GitHub has, and refuses the rest", (_, rule, right, wrong) => {
  expect(right.filter((value) => faultOf(rule, value) !== undefined)).toEqual([]);
  expect(wrong.filter((value) => faultOf(rule, value) === undefined)).toEqual([]);
});

test("the JSON Schema has the deployer: editors complete it", () => {
  const schema = JSON.parse(readFileSync(join(__dirname, "..", "..", "..", "groundwork.schema.json"), "utf8"));
  expect(Object.keys(schema.properties.deployer.properties)).toEqual(["trustedPrincipals", "github", "destroy"]);
});
