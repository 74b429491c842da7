import { groupName, personArn, roleName, userName } from "../modules/aws-rules";
import { isSection, list, section, text } from "./settings-field";

const HOLDERS = "a section with at least one of users, groups, roles";

/** Said with whatever people get: a deployer that could give it could give itself more. */
export const FOR_ADMINISTRATORS = "What attaches to people is for an administrator to apply";

/** Users, groups and roles that exist. What is attached to people is an administrator's matter. */
export const attachTo = section({
  users: list(text(userName), "user names").optional().describe("Names of users, without path."),
  groups: list(text(groupName), "group names").optional().describe("Names of groups, without path."),
  roles: list(text(roleName), "role names").optional().describe("Names of roles, without path."),
}).refine((holders) => Object.values(holders).some((names) => names !== undefined), {
  error: HOLDERS,
  when: ({ value, issues }) => isSection(value) && issues.length === 0,
});

/** People who assume a role. */
export const assumableBy = list(text(personArn), "ARNs of users and roles");
