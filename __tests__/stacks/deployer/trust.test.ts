import { AwsEnvironment } from "../../../modules/aws-environment";
import { type PolicyJson, policyJson, statementFindings } from "../../../modules/policy-document";
import { policyFindings } from "../../../modules/policy-findings";
import { deployTrust, planTrust } from "../../../stacks/deployer/trust";
import { verdict } from "../../../tools/proof/judge";
import { iam } from "./attack";

const aws = AwsEnvironment.of({ account: "111122223333", region: "eu-west-2" });
const HOST = "token.actions.githubusercontent.com";
const PROVIDER = iam(`oidc-provider/${HOST}`);
const ROLE = iam("role/groundwork/acme/admin/acme-deployer-duet-deploy");
const GITHUB = { repository: "acme/pipelines", repositoryId: 456789, branch: "main", provider: "create" as const };

/** What GitHub says of a job on the main branch; others differ in what is given. */
function token(claims: Record<string, string> = {}): Record<string, string> {
  const said = {
    aud: "sts.amazonaws.com",
    sub: "repo:acme/pipelines:ref:refs/heads/main",
    ref: "refs/heads/main",
    repository: "acme/pipelines",
    repository_id: "456789",
    ...claims,
  };
  return Object.fromEntries(Object.entries(said).map(([claim, value]) => [`${HOST}:${claim}`, value]));
}

/** The judge has these two claims of other providers only; they are compared in the same way. */
function asJudged<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll(new RegExp(`${HOST}:(aud|sub)"`, "g"), 'accounts.google.com:$1"'));
}

async function isLetIn(trust: PolicyJson, claims: Record<string, string>, provider = PROVIDER): Promise<boolean> {
  const access = {
    policies: [],
    principal: provider,
    resourcePolicy: asJudged(trust),
    resourceAccount: "111122223333",
  };
  const call = { action: "sts:AssumeRoleWithWebIdentity", resource: ROLE, context: asJudged(claims) };
  return (await verdict(access, call)) === "Allowed";
}

const trusts = (github: Parameters<typeof planTrust>[1]["github"]) => ({
  plan: policyJson(planTrust(aws, { github, destroy: false })),
  deploy: policyJson(deployTrust(aws, { github, destroy: false })),
});

const PULL_REQUEST = { sub: "repo:acme/pipelines:pull_request", ref: "refs/pull/7/merge" };
const OTHER_BRANCH = { sub: "repo:acme/pipelines:ref:refs/heads/mine", ref: "refs/heads/mine" };
const TAG = { sub: "repo:acme/pipelines:ref:refs/tags/main", ref: "refs/tags/main" };

describe("a token of GitHub's", () => {
  test.each<[string, Record<string, string>, boolean, boolean]>([
    ["of a job on the branch", {}, true, true],
    ["of a job of a pull request", PULL_REQUEST, true, false],
    ["of a job on another branch", OTHER_BRANCH, false, false],
    ["of a tag with the branch's name", TAG, false, false],
    ["of a branch that begins like it", { sub: "repo:acme/pipelines:ref:refs/heads/main-2" }, false, false],
    ["of an environment that nobody asked for", { sub: "repo:acme/pipelines:environment:production" }, false, false],
    ["of another repository of the owner", { sub: "repo:acme/website:ref:refs/heads/main" }, false, false],
    ["of a repository that has taken over the name", { repository_id: "999" }, false, false],
    ["that is made out for somebody else", { aud: "https://github.com/acme" }, false, false],
    ["in other letters", { sub: "repo:Acme/Pipelines:ref:refs/heads/main" }, false, false],
    ["with a subject that is a pattern", { sub: "repo:acme/pipelines:*" }, false, false],
    ["with the numbers in its subject", { sub: "repo:acme@1/pipelines@456789:ref:refs/heads/main" }, false, false],
  ])("%s reaches the roles that it should", async (_, claims, plan, deploy) => {
    const { plan: planned, deploy: deployed } = trusts(GITHUB);
    expect(await isLetIn(planned, token(claims))).toBe(plan);
    expect(await isLetIn(deployed, token(claims))).toBe(deploy);
  });

  test("without the repository's number reaches none", async () => {
    const { [`${HOST}:repository_id`]: _, ...claims } = token();
    for (const trust of Object.values(trusts(GITHUB))) expect(await isLetIn(trust, claims)).toBe(false);
  });

  test.each<[string, Record<string, string>, boolean, boolean]>([
    ["of the environment, on the branch", { sub: "repo:acme/pipelines:environment:production" }, false, true],
    [
      "of the environment, on another branch",
      { sub: "repo:acme/pipelines:environment:production", ref: "refs/heads/mine" },
      false,
      false,
    ],
    [
      "of the environment, in a pull request",
      { sub: "repo:acme/pipelines:environment:production", ref: "refs/pull/7/merge" },
      false,
      false,
    ],
    ["of another environment", { sub: "repo:acme/pipelines:environment:test" }, false, false],
    ["of the branch, without the environment", {}, true, false],
    ["of a pull request", PULL_REQUEST, true, false],
  ])("%s reaches the roles that it should, where deploying takes an environment", async (_, claims, plan, deploy) => {
    const { plan: planned, deploy: deployed } = trusts({ ...GITHUB, environment: "production" });
    expect(await isLetIn(planned, token(claims))).toBe(plan);
    expect(await isLetIn(deployed, token(claims))).toBe(deploy);
  });

  test.each<[string, Record<string, string>, boolean, boolean]>([
    ["of the branch", { sub: "repo:acme@123456/pipelines@456789:ref:refs/heads/main" }, true, true],
    ["of a pull request", { sub: "repo:acme@123456/pipelines@456789:pull_request" }, true, false],
    [
      "of an owner who has taken over the name",
      { sub: "repo:acme@999/pipelines@456789:ref:refs/heads/main" },
      false,
      false,
    ],
    ["without numbers", {}, false, false],
  ])("%s reaches the roles that it should, where subjects have the numbers", async (_, claims, plan, deploy) => {
    const { plan: planned, deploy: deployed } = trusts({ ...GITHUB, ownerId: 123456 });
    expect(await isLetIn(planned, token(claims))).toBe(plan);
    expect(await isLetIn(deployed, token(claims))).toBe(deploy);
  });

  test("of another provider reaches none", async () => {
    const provider = iam("oidc-provider/token.actions.example.org");
    for (const trust of Object.values(trusts(GITHUB))) expect(await isLetIn(trust, token(), provider)).toBe(false);
  });
});

describe("a principal of the account", () => {
  const CI = iam("role/ci");
  const trust = policyJson(deployTrust(aws, { trustedPrincipals: [CI], destroy: false }));
  const assumes = (principal: string, action = "sts:AssumeRole") =>
    verdict(
      {
        policies: [
          policyJson([
            { sid: "A", actions: ["sts:AssumeRole", "sts:TagSession"], resources: "*", because: "x", source: "x" },
          ]),
        ],
        principal,
        resourcePolicy: trust,
      },
      { action, resource: ROLE },
    );

  test("is let in by its name, and nobody else is", async () => {
    expect(await assumes(CI)).toBe("Allowed");
    expect(await assumes(iam("role/ci-2"))).not.toBe("Allowed");
    expect(await assumes(iam("user/ada"))).not.toBe("Allowed");
  });

  test("brings no tags of its own", async () => {
    expect(await assumes(CI, "sts:TagSession")).not.toBe("Allowed");
  });
});

test.each([
  ["plan", planTrust],
  ["deploy", deployTrust],
] as const)("the trust of a %s role passes the gate, with every way in", (_, trust) => {
  const statements = trust(aws, {
    trustedPrincipals: [iam("role/ci")],
    github: { ...GITHUB, ownerId: 123456, environment: "production" },
    destroy: true,
  });
  expect(statementFindings(statements)).toEqual([]);
  expect(policyFindings(policyJson(statements), "trust", "111122223333")).toEqual([]);
  expect(JSON.stringify(policyJson(statements)).length).toBeLessThanOrEqual(2048);
});
