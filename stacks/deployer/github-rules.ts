import type { Rule } from "../../modules/rule";

const SUBJECTS = "https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims";

/** A repository, in the letters that GitHub has it in: tokens carry those, and conditions tell them apart. */
export const repository: Rule = {
  name: "a repository",
  length: [3, 140],
  pattern: "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*/[A-Za-z0-9._-]+$",
  refuses: [["://|[.]git$", "is an address: write owner/name only"]],
  allowed: "a repository as GitHub writes it: acme/pipelines",
  page: "https://docs.github.com/en/rest/repos/repos#get-a-repository",
};

/** A branch that is deployed from. */
export const branch: Rule = {
  name: "the name of a branch",
  length: [1, 200],
  pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$",
  refuses: [
    ["^refs/", "is a reference: write the branch only, such as main"],
    ["^pull_request$", "is no branch: pull requests reach the plan roles, and never a deploy role"],
  ],
  allowed: "the name of a branch, such as main",
  page: SUBJECTS,
};

/** An environment of GitHub's, in which jobs wait for a review. In tokens a colon would look like another claim. */
export const environment: Rule = {
  name: "the name of an environment",
  length: [1, 200],
  pattern: "^[A-Za-z0-9][A-Za-z0-9._/-]*$",
  refuses: [],
  allowed: "the name of an environment of the repository: letters, digits and ._/-",
  page: SUBJECTS,
};
