import { type EscalationRule, hackTricks, iamGuide, named, RHINO } from "./escalation-rule";

/** A resource of IAM, to see whether a statement on everything reaches IAM too. */
const ROLE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}";

/** Statements that are so broad that what else is in them is no news; the first that finds something ends the search. */
export const BROAD_RULES: readonly EscalationRule[] = [
  {
    id: "administrator",
    severity: "escalation",
    kinds: ["identity"],
    finds: "every action",
    why: "it allows everything that AWS has and adds later, IAM too",
    instead: "list the actions that are needed",
    sources: [iamGuide("best-practices"), RHINO],
    find: ({ statement, resources = [], isOnEverything }) => {
      const everything = statement.actions.find((action) => action === "*" || action === "*:*");
      return isOnEverything || resources.some((resource) => resource.couldBe([ROLE])) ? quoted(everything) : undefined;
    },
  },
  {
    id: "iam-wildcard",
    severity: "escalation",
    kinds: ["identity"],
    finds: "every action of IAM",
    why: "the holder can give itself any right",
    instead: "list the actions that are needed, and hold those that change roles by iam:PermissionsBoundary",
    sources: [RHINO, iamGuide("access_policies_boundaries")],
    find: (grant) => (grant.actions.length > 0 ? quoted(grant.statement.actions.find(isAllOfIam)) : undefined),
  },
  {
    id: "not-action",
    severity: "escalation",
    kinds: ["identity", "trust", "resource"],
    finds: "NotAction in a statement that allows",
    why: "it allows every action but those, what AWS adds later too",
    instead: "list the actions that are needed, and refuse the others with Deny where that is meant",
    sources: [iamGuide("reference_policies_elements_notaction")],
    find: ({ statement }) => named(statement.notActions) && `NotAction ${named(statement.notActions)}`,
  },
  {
    id: "not-resource",
    severity: "escalation",
    kinds: ["identity", "resource"],
    finds: "NotResource in a statement that allows",
    why: "it allows the actions on everything but those, what is made later too",
    instead: "name the resources",
    sources: [iamGuide("reference_policies_elements_notresource")],
    find: ({ statement }) => named(statement.notResources) && `NotResource ${named(statement.notResources)}`,
  },
];

/** What reaches further than its names say, without being a path by itself. */
export const WIDE_RULES: readonly EscalationRule[] = [
  {
    id: "service-wildcard",
    severity: "wide",
    kinds: ["identity"],
    finds: "every action of a service",
    why: "it allows to administer and share the things too, and what AWS adds later",
    instead: "list the actions that are needed",
    sources: [iamGuide("best-practices"), hackTricks("s3")],
    find: ({ statement, actions }) =>
      actions.length > 0 ? named(statement.actions.filter(isAllOfService)) : undefined,
  },
  {
    id: "any-resource",
    severity: "wide",
    kinds: ["identity"],
    finds: "actions on any resource, where IAM lets a policy name one",
    why: "it reaches what other people and systems of the account have",
    instead: "name the resources, hold them by a tag, or say why no name will do",
    sources: [iamGuide("best-practices"), iamGuide("reference_policies_elements_resource")],
    find: (grant, { found }) => {
      // what is tagged only as it is made has no name yet
      if (grant.isHeldByTag || grant.holdsExactly(/^[a-z0-9-]+:createaction$/i)) return undefined;
      // a request that must bring a tag makes something new, unless it does nothing but put the tag
      const isMaking = grant.holds(/^aws:requesttag\//i);
      const said = (action: string) =>
        action === "iam:CreateServiceLinkedRole" ||
        grant.statement.actions.some((all) => isAllOfService(all) && action.startsWith(all.replace(/\*+$/, ""))) ||
        found.some(({ message }) => message.includes(action));
      const names = grant.actions
        .filter(({ wildcardOnly, accessLevel }) => !wildcardOnly && !(isMaking && !accessLevel.startsWith("Tagging")))
        .map(({ action }) => action);
      return named(names.filter((action) => !said(action) && grant.reachesAny(action)));
    },
  },
];

function isAllOfService(action: string): boolean {
  return /^[a-z0-9-]+:\*+$/i.test(action);
}

function isAllOfIam(action: string): boolean {
  return /^iam:\*+$/i.test(action);
}

function quoted(text: string | undefined): string | undefined {
  return text && `'${text}'`;
}
