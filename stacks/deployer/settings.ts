import { personArn } from "../../modules/aws-rules";
import { choice, flag, isSection, list, section, text, whole } from "../settings-field";
import { branch, environment, repository } from "./github-rules";

const ID = whole(1, Number.MAX_SAFE_INTEGER);

/** GitHub Actions, by the tokens that it gives the jobs of one repository. */
const github = section({
  repository: text(repository).describe("Repository whose workflows plan and deploy, as GitHub writes it."),
  repositoryId: ID.describe(
    "Its number, which nobody gets who takes over the name. gh api repos/<owner>/<name> --jq .id says it.",
  ),
  ownerId: ID.optional().describe(
    "Number of its owner, where tokens carry it, as those of repositories made since July 2026 do. Default: they do not.",
  ),
  branch: text(branch).default("main").describe("Branch that is deployed from."),
  environment: text(environment)
    .optional()
    .describe("Environment that jobs must have to deploy, beside the branch. Default: none."),
  provider: choice(["create", "existing"])
    .default("create")
    .describe("Whether the account has GitHub's identity provider already: it has one at most."),
});

const WHO = "a section with at least one of trustedPrincipals, github";

/** Who may plan and deploy what the settings name. For the administrator to apply, and to sign. */
export const deployerSettings = section({
  trustedPrincipals: list(text(personArn), "ARNs of users and roles")
    .optional()
    .describe("Users and roles that may assume the plan and deploy roles."),
  github: github.optional().describe("Repository on GitHub whose workflows may assume them."),
  destroy: flag().default(false).describe("Whether deploy roles may destroy what holds data, too."),
}).refine(({ trustedPrincipals, github }) => trustedPrincipals !== undefined || github !== undefined, {
  error: WHO,
  when: ({ value, issues }) => isSection(value) && issues.length === 0,
});
