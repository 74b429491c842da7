import { type EscalationRule, named, pathfinding } from "./escalation-rule";
import type { Grant } from "./policy-grant";

const TAG_ON_CREATION = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html";

/** Ways to rights by changing machines, or what policies tell them apart by. */
export const MACHINE_RULES: readonly EscalationRule[] = [
  {
    id: "instance-attribute",
    severity: "escalation",
    kinds: ["identity"],
    finds: "changing any attribute of any machine",
    why: "user data is an attribute: what it says runs as root at the next start, with the rights of the machine's role",
    instead:
      "hold it by StringEquals on ec2:Attribute to the one attribute that is meant, or to machines of one's own by a tag",
    sources: [
      pathfinding("ec2-002"),
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html",
    ],
    find: (grant) => {
      const changes = grant
        .allows(["ec2:ModifyInstanceAttribute"])
        .filter((action) => grant.reachesAny(action, "instance"));
      const attributes = grant.valuesOf("ec2:Attribute").flat();
      const harmless = attributes.length > 0 && !attributes.some((attribute) => /[*?]|^userdata$/i.test(attribute));
      return harmless || grant.isHeldByTag ? undefined : named(changes);
    },
  },
  {
    id: "tag-anything",
    severity: "escalation",
    kinds: ["identity"],
    finds: "putting tags on any thing, in a policy that tells things apart by tags",
    why: "the holder can make any thing one of those that it may change",
    instead:
      "allow ec2:CreateTags only on creation, by StringEquals or Null on ec2:CreateAction, or only on things that carry the tag, or leave the tag out of aws:TagKeys",
    sources: [TAG_ON_CREATION, "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html"],
    find: (grant, { grants }) => {
      if (grant.isHeldByTag || grant.isHeldToStacks || isOnCreation(grant)) return undefined;
      return named(
        tagging(grant).filter((action) => {
          const tags = tagsThatHold(grants, action.split(":")[0]);
          return grant.reachesAny(action) && tags.some((tag) => !leavesOut(grant, tag));
        }),
      );
    },
  },
];

/** Whether tags are put only as things are made: by some calls, or by any, as a request carries the key only then. */
function isOnCreation(grant: Grant): boolean {
  const key = /^[a-z0-9-]+:createaction$/i;
  return (
    grant.holdsExactly(key) ||
    grant.conditions.some((each) => each.test === "Null" && key.test(each.key) && each.values.join() === "false")
  );
}

/** The actions of a grant that put tags on things that exist. */
function tagging({ actions }: Grant): string[] {
  return actions
    .filter(({ accessLevel }) => accessLevel.startsWith("Tagging"))
    .map(({ action }) => action)
    .filter((action) => !/:(Untag|Delete|Remove|List|Describe)/.test(action));
}

/**
 * The tags by which grants of a service tell things apart.
 *
 * `tag:TagResources` is none of them: it takes the service's own action for tags too.
 *
 * @see https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
 */
function tagsThatHold(grants: readonly Grant[], service: string | undefined): string[] {
  return grants
    .filter(({ actions }) => actions.some(({ action }) => action.startsWith(`${service}:`)))
    .flatMap(({ conditions }) => conditions)
    .flatMap(({ key }) => /:resourcetag\/(.+)$/i.exec(key)?.[1] ?? []);
}

/** Whether the keys of the tags that may be put are listed, and one is not among them. */
function leavesOut({ conditions }: Grant, tag: string): boolean {
  const listed = conditions.filter(
    ({ test, key }) => /^ForAllValues:StringEquals$/.test(test) && key.toLowerCase() === "aws:tagkeys",
  );
  return listed.length > 0 && !listed.flatMap(({ values }) => values).some((key) => key === tag);
}
