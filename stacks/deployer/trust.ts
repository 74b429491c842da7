import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { iamGuide } from "../../modules/escalation-rule";
import type { Statement } from "../../modules/policy-document";
import type { Settings } from "../settings";

const HOST = "token.actions.githubusercontent.com";
const CLAIMS = iamGuide("reference_policies_iam-condition-keys");

/** For whom tokens are made out: what aws-actions/configure-aws-credentials asks GitHub for. */
export const AUDIENCE = "sts.amazonaws.com";

/** GitHub's identity provider, of which an account has one at most. */
export const GITHUB_URL = `https://${HOST}`;

type DeployerSettings = NonNullable<Settings["deployer"]>;
type GitHub = NonNullable<DeployerSettings["github"]>;

/** Who may plan: the principals, jobs on the branch, and jobs of pull requests. */
export function planTrust(aws: AwsEnvironment, { trustedPrincipals, github }: DeployerSettings): Statement[] {
  const subjects = github && [subject(github, `ref:refs/heads/${github.branch}`), subject(github, "pull_request")];
  return [...letPrincipalsIn(trustedPrincipals), ...(github ? [letGitHubIn(aws, github, subjects ?? [])] : [])];
}

/**
 * Who may deploy: the principals, and jobs on the branch.
 *
 * Where there is an environment, its name stands in the subject in the place of the branch. Both are then asked for, the
 * branch by the claim that has it.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
export function deployTrust(aws: AwsEnvironment, { trustedPrincipals, github }: DeployerSettings): Statement[] {
  return [...letPrincipalsIn(trustedPrincipals), ...(github ? [letDeployersIn(aws, github)] : [])];
}

/** ARN of GitHub's identity provider in the account. */
export function providerArn(aws: AwsEnvironment): Arn {
  return aws.iamArn(`oidc-provider/${HOST}`);
}

function letPrincipalsIn(identifiers: readonly string[] = []): Statement[] {
  if (identifiers.length === 0) return [];
  return [
    {
      sid: "LetPrincipalsIn",
      principals: [{ type: "AWS", identifiers }],
      actions: ["sts:AssumeRole"],
      source: iamGuide("id_roles_create_for-user"),
    },
  ];
}

function letDeployersIn(aws: AwsEnvironment, github: GitHub): Statement {
  const ref = `refs/heads/${github.branch}`;
  if (github.environment === undefined) return letGitHubIn(aws, github, [subject(github, `ref:${ref}`)]);
  const { conditions = [], ...statement } = letGitHubIn(aws, github, [
    subject(github, `environment:${github.environment}`),
  ]);
  return { ...statement, conditions: [...conditions, claim("ref", ref)] };
}

/** The repository is told by its number too: whoever takes over its name has another one. */
function letGitHubIn(aws: AwsEnvironment, { repositoryId }: GitHub, subjects: readonly string[]): Statement {
  return {
    sid: "LetGitHubIn",
    principals: [{ type: "Federated", identifiers: [providerArn(aws)] }],
    actions: ["sts:AssumeRoleWithWebIdentity"],
    conditions: [claim("aud", AUDIENCE), claim("sub", ...subjects), claim("repository_id", String(repositoryId))],
    source: CLAIMS,
  };
}

function claim(name: string, ...values: string[]) {
  return { test: "StringEquals", key: `${HOST}:${name}`, values };
}

/**
 * The subject of a token: repository, and what of it. Repositories made since July 2026 have their numbers in it.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
 */
function subject({ repository, repositoryId, ownerId }: GitHub, what: string): string {
  const [owner, name] = repository.split("/");
  const place = ownerId === undefined ? repository : `${owner}@${ownerId}/${name}@${repositoryId}`;
  return `repo:${place}:${what}`;
}
