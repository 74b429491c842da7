import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { SystemNames } from "../../modules/system-names";
import { ConfiguredResource, type StackJson, type Value } from "./configured-resource";
import { groupBy, type Right, rightsOf } from "./rights";
import { serviceRoleRights } from "./service-role-rights";

/** A statement as an `aws_iam_policy_document` has it. */
interface StatementBlock {
  readonly effect?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/**
 * Every right that the roles of a stack have, by the ARN of their boundary: by policies of the stack, and by policies of AWS.
 *
 * Policies that exist and that settings name are not in it. Nobody here knows what they say, so that within a boundary they
 * allow what the others do.
 */
export function heldByRoles(
  stack: StackJson,
  place: { aws: AwsEnvironment; names: SystemNames },
): Map<string, Right[]> {
  const resources = ConfiguredResource.allOf(stack);
  const of = (type: string) => resources.filter((resource) => resource.kind === "resource" && resource.type === type);
  const attachments = of("aws_iam_role_policy_attachment");
  const roles = of("aws_iam_role").filter((role) => role.has("permissions_boundary"));
  return new Map(
    groupBy(roles, (role) => role.named("permissions_boundary")).map((group) => {
      const holders = group.map(({ address }) => address);
      const held = attachments
        .filter((each) => each.all("role").some((role) => typeof role !== "string" && holders.includes(role.address)))
        .flatMap((each) => each.all("policy_arn"));
      return [(group[0] as ConfiguredResource).named("permissions_boundary"), rightsOfPolicies(held, place)];
    }),
  );
}

function rightsOfPolicies(held: readonly Value[], place: { aws: AwsEnvironment; names: SystemNames }): Right[] {
  const policies = [...new Map(held.map((policy) => [nameOf(policy), policy])).values()];
  const own = policies.flatMap((policy) => (typeof policy === "string" ? [] : rightsOfPolicy(policy)));
  const definitions = own
    .filter(({ action }) => action === "batch:SubmitJob" || action === "batch:RegisterJobDefinition")
    .flatMap(({ resource }) => /:job-definition\/(.+)$/.exec(resource)?.[1] ?? []);
  const ofAws = policies.filter((policy) => typeof policy === "string").filter((arn) => arn.includes(":iam::aws:"));
  const known = { ...place, definitions: [...new Set(definitions)].sort() };
  return [...own, ...ofAws.flatMap((arn) => serviceRoleRights(arn, known))];
}

function nameOf(policy: Value): string {
  return typeof policy === "string" ? policy : policy.address;
}

function rightsOfPolicy(policy: ConfiguredResource): Right[] {
  return policy.all("policy").flatMap((document) => {
    if (typeof document === "string") throw new Error(`'policy' of ${policy.address} must be a document of the stack`);
    const { statement = [] } = document.values as { statement?: readonly StatementBlock[] };
    // a refusal makes a policy narrower, and a boundary may be wider
    return statement
      .filter(({ effect = "Allow" }) => effect === "Allow")
      .flatMap(({ actions, resources, condition = [] }) =>
        rightsOf(
          actions,
          resources.map((resource) => asIam(resource) as Arn | "*"),
          condition.map(({ test, variable, values }) => ({ test, key: variable, values: values.map(asIam) })),
        ),
      );
  });
}

/** IAM's own variables, such as `${aws:username}`, which the data source has as `&{…}`. */
function asIam(text: string): string {
  return text.replaceAll("&{", "${");
}
