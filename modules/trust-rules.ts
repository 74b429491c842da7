import { type EscalationRule, iamGuide, named, type RuleContext } from "./escalation-rule";
import type { Grant } from "./policy-grant";
import type { WrittenPrincipal } from "./written-policy";

const DEPUTY = iamGuide("confused-deputy");
const SOURCE = ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/** Services that say for whom they assume a role, each with the page. */
const SENDS_SOURCE = new Map([
  ["batch", "https://docs.aws.amazon.com/batch/latest/userguide/cross-service-confused-deputy-prevention.html"],
  ["codebuild", "https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html"],
  ["ecs-tasks", "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"],
  ["spotfleet", DEPUTY],
  ["states", "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html"],
]);

/** Services that do not say it. */
const WITHOUT_SOURCE = ["ec2", "lambda"];

/** Keys that hold everybody to some; a tag of a principal is not among them, since every account tags its own. */
const HOLDS_EVERYBODY =
  /^(aws:principal(account|arn|orgid|orgpaths)|aws:source(account|arn|orgid|orgpaths|vpc|vpce)|kms:calleraccount)$/i;

/** Keys that hold an account to some of its principals, or to those who know a secret of the trust. */
const HOLDS_ACCOUNT = /^(aws:principal(arn|orgid|orgpaths|tag\/.+)|sts:externalid)$/i;

/** Ways in: who is let into a role or to a thing. */
export const TRUST_RULES: readonly EscalationRule[] = [
  {
    id: "not-principal",
    severity: "escalation",
    kinds: ["trust", "resource"],
    finds: "NotPrincipal in a statement that allows",
    why: "it lets in everybody in the world but those it names",
    instead: "name who is let in",
    sources: [iamGuide("reference_policies_elements_notprincipal")],
    find: ({ statement, principals }) =>
      statement.notPrincipal ? `NotPrincipal ${named(principals.map(({ name }) => name)) ?? ""}`.trim() : undefined,
  },
  {
    id: "everybody",
    severity: "escalation",
    kinds: ["trust", "resource"],
    finds: "everybody as principal",
    why: "every account of AWS is let in",
    instead: "name the principals, or hold it by aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceArn",
    sources: [iamGuide("reference_policies_elements_principal")],
    find: (grant) =>
      grant.principals.some(isEverybody) && !grant.holds(HOLDS_EVERYBODY) ? "principal '*'" : undefined,
  },
  {
    id: "foreign-account",
    severity: "escalation",
    kinds: ["trust"],
    finds: "a whole foreign account without a condition",
    why: "everyone whom that account allows is let in, and who works there for several customers can be made to use it for another",
    instead: "name the role in that account, or StringEquals on sts:ExternalId",
    sources: [DEPUTY, iamGuide("id_roles_common-scenarios_third-party")],
    find: (grant, { account }) => {
      const foreign = grant.principals.filter((principal) => isForeignAccount(principal, account));
      return grant.holds(HOLDS_ACCOUNT) ? undefined : named(foreign.map(({ name }) => name));
    },
  },
  {
    id: "service-for-anybody",
    severity: "escalation",
    kinds: ["trust"],
    finds: "a service that says for whom it acts, without a condition on it",
    why: "another customer of the service can make it act with this role",
    instead: "write StringEquals on aws:SourceAccount with the account's number",
    sources: [...new Set([DEPUTY, ...SENDS_SOURCE.values()])],
    find: (grant) =>
      holdsSource(grant) ? undefined : named(servicesOf(grant).filter((service) => SENDS_SOURCE.has(nameOf(service)))),
  },
  {
    id: "locked-out-service",
    severity: "escalation",
    kinds: ["trust"],
    finds: "a condition on whom a service acts for, where the service never says it",
    why: "the key never comes with the call, so the service cannot assume the role",
    instead: "leave the condition out; EC2 and Lambda pass roles only within the account",
    sources: [DEPUTY],
    find: (grant) =>
      holdsSource(grant)
        ? named(servicesOf(grant).filter((service) => WITHOUT_SOURCE.includes(nameOf(service))))
        : undefined,
  },
  {
    id: "any-web-identity",
    severity: "escalation",
    kinds: ["trust"],
    finds: "an OpenID Connect provider whose subject is not held to exact values",
    why: "every repository or user that the provider speaks for is let in",
    instead: "write StringEquals on <provider>:sub, without a wildcard",
    sources: [iamGuide("id_roles_create_for-idp_oidc")],
    find: (grant) => {
      const providers = grant.principals.filter(
        ({ type, name }) => type === "Federated" && name.includes(":oidc-provider/"),
      );
      return grant.holdsExactly(/:sub$/i) ? undefined : named(providers.map(({ name }) => name));
    },
  },
  {
    id: "service-for-any-source",
    severity: "escalation",
    kinds: ["resource"],
    finds: "a service let in without a condition on whom it acts for",
    why: "another customer of the service can make it use this thing",
    instead: "write StringEquals on aws:SourceAccount, or ArnEquals on aws:SourceArn",
    sources: [DEPUTY],
    find: (grant) => (holdsSource(grant) ? undefined : named(servicesOf(grant))),
  },
];

function isEverybody({ type, name }: WrittenPrincipal): boolean {
  return (type === "*" || type === "AWS") && name === "*";
}

/** A principal that stands for an account as a whole, other than the policy's own. */
function isForeignAccount({ type, name }: WrittenPrincipal, own: RuleContext["account"]): boolean {
  const account = /^(?:arn:[^:]*:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  return type === "AWS" && account !== undefined && account !== own;
}

function servicesOf({ principals }: Grant): string[] {
  return principals.filter(({ type }) => type === "Service").map(({ name }) => name);
}

/** `batch` of `batch.amazonaws.com`. */
function nameOf(service: string): string {
  return service.split(".")[0] as string;
}

function holdsSource(grant: Grant): boolean {
  return SOURCE.some((key) => grant.holds(key));
}
