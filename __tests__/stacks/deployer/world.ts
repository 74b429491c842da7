import type { PolicyJson } from "../../../modules/policy-document";
import { handedRights } from "../../../stacks/deployer/handed-rights";
import { policiesOf, stacksOf } from "../../../tools/stack-policies";
import { iam } from "./attack";

/** A role of the account. */
export interface Role {
  readonly arn: string;
  /** ARN of its boundary; undefined where nothing holds it. */
  readonly boundary?: string;
}

/** Something that runs code under a role. */
export interface Machine {
  readonly arn: string;
  readonly role: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** An account with every system and their deployers, and with others who work in it. */
export interface World {
  readonly roles: readonly Role[];
  /** By ARN: what each boundary says. */
  readonly boundaries: ReadonlyMap<string, PolicyJson>;
  /** By ARN: the roles that hold each policy, and `people` where users or groups do. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  readonly machines: readonly Machine[];
}

/** People who have a policy without any boundary. */
export const PEOPLE = "people";

interface Named {
  readonly name: string;
  readonly path: string;
  readonly permissions_boundary?: string;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Record<string, string>>>>>;

export function worldOf(yaml: string): World {
  const stacks = [...stacksOf(yaml)];
  const resources = stacks.map(([id, stack]) => ({
    id,
    blocks: (stack.toTerraform().resource ?? {}) as Blocks,
    stack,
  }));
  const named = (blocks: Blocks, type: string) => Object.values(blocks[type] ?? {}) as unknown as Named[];
  const roles = resources.flatMap(({ blocks }) =>
    named(blocks, "aws_iam_role").map(
      ({ name, path, permissions_boundary: boundary }): Role => ({ arn: iam(`role${path}${name}`), boundary }),
    ),
  );
  const deployer = stacks.find(([id]) => id === "deployer")?.[1];
  if (!deployer) throw new Error("there must be a deployer in these settings");
  const boundaries = policiesOf(deployer)
    .filter(({ title }) => title.endsWith("boundary"))
    .map(({ title, policy }) => {
      const [stack, thing] = title.split(" ");
      return [iam(`policy/groundwork/acme/admin/acme-deployer-${stack}-${thing}`), policy] as const;
    });
  const holders = new Map<string, string[]>();
  const held = (policy: string, by: string) => holders.set(policy, [...(holders.get(policy) ?? []), by]);
  for (const { blocks, stack } of resources) {
    const arnOf = (type: string, reference: string, kind: string) => {
      const [, name = ""] = new RegExp(`${type}\\.(\\w+)\\.`).exec(reference) ?? [];
      const thing = blocks[type]?.[name];
      return thing && iam(`${kind}${thing.path}${thing.name}`);
    };
    for (const { role, policy_arn: policy, for_each: each } of Object.values(
      blocks.aws_iam_role_policy_attachment ?? {},
    )) {
      const holder = arnOf("aws_iam_role", `${role} ${each}`, "role");
      const what = arnOf("aws_iam_policy", String(policy), "policy");
      if (what) held(what, holder ?? PEOPLE);
    }
    for (const command of handedRights(stack.toTerraform())) {
      const policy = command[command.indexOf("--policy-arn") + 1];
      if (command.includes("--policy-arn") && policy) held(policy, PEOPLE);
    }
    // made for people, for whom an administrator attaches it by hand
    for (const { name, path } of named(blocks, "aws_iam_policy")) {
      const arn = iam(`policy${path}${name}`);
      if (!holders.has(arn)) held(arn, PEOPLE);
    }
  }
  const administrators = [
    iam("role/Administrator"),
    iam("role/backup"),
    iam("role/groundwork/acme-2/duet/acme-2-duet-machine"),
  ];
  const others: Role[] = administrators.map((arn) => ({ arn }));
  const all = [...roles, ...others];
  return { roles: all, boundaries: new Map(boundaries), holders, machines: machinesOf(all) };
}

/** A machine of every role: tagged as the stack's whose path the role has, or as nobody's. */
function machinesOf(roles: readonly Role[]): Machine[] {
  return roles.map(({ arn }, index) => {
    const [, name, system] = /:role\/groundwork\/([^/]+)\/([^/]+)\//.exec(arn) ?? [];
    const tags: Record<string, string> = name && system ? { "groundwork:name": name, "groundwork:system": system } : {};
    return { arn: `arn:aws:ec2:eu-west-2:111122223333:instance/i-${String(index).padStart(17, "0")}`, role: arn, tags };
  });
}
