import type { PolicyJson } from "../../../modules/policy-document";
import { verdict } from "../../../tools/proof/judge";
import { iam } from "./attack";
import { ADMINISTRATOR } from "./deployers";
import { PEOPLE, type Role, type World } from "./world";

/** One thing that somebody has got hold of, and how. */
export interface Reached extends Role {
  readonly by: string;
}

const SERVICES = ["batch", "cloudformation", "ec2", "ecs-tasks", "lambda", "spotfleet"];

/** Whoever is reached may be given any policy, so that the boundary alone counts. */
type Can = (action: string, resource: string, context?: Record<string, string | string[]>) => Promise<boolean>;

/**
 * Everything that a role with every right can get hold of, in as many steps as it likes: roles whose policies or trust it
 * writes, that it assumes, passes on or makes, whose machines it takes over, and whatever rewriting a policy or a boundary
 * gives.
 *
 * @returns in the order in which they are reached; what has no boundary ends the search, as it has everything
 */
export async function reach(world: World, start: Role): Promise<Reached[]> {
  const reached: Reached[] = [];
  const queue: Role[] = [start];
  const seen = new Set([start.arn]);
  const looked = new Set<string>();
  while (queue.length > 0) {
    const holder = queue.shift() as Role;
    const held = holder.boundary === undefined ? undefined : world.boundaries.get(holder.boundary);
    if (holder.boundary === undefined || held === undefined) return reached;
    // of two with the same boundary one gets as far as the other
    if (looked.has(holder.boundary)) continue;
    looked.add(holder.boundary);
    for (const found of await stepsFrom(world, holder, held)) {
      if (seen.has(found.arn)) continue;
      seen.add(found.arn);
      reached.push(found);
      queue.push(found);
    }
  }
  return reached;
}

async function stepsFrom(world: World, { arn: principal }: Role, boundary: PolicyJson): Promise<Reached[]> {
  const can: Can = async (action, resource, context = {}) => {
    if (!speaksOf(boundary, action, resource)) return false;
    const service = action.split(":")[0];
    // a trust that lets the whole account in leaves it to what is judged here
    const open = { Effect: "Allow", Principal: { AWS: iam("root") }, Action: "sts:AssumeRole" };
    const resourcePolicy = service === "sts" ? { Version: "2012-10-17" as const, Statement: [open] } : undefined;
    const access = { policies: [ADMINISTRATOR], principal, boundary, resourcePolicy };
    return (await verdict(access, { action, resource, context })) === "Allowed";
  };
  const found: Reached[] = [];
  for (const role of world.roles) found.push(...(await waysInto(world, role, can)));
  found.push(...(await made(world, can)));
  found.push(...(await rewritten(world, can)));
  return found.map((each) => ({ ...each, by: `${nameOf(principal)}: ${each.by}` }));
}

/** Whether a policy could allow an action on a thing, whatever its conditions: most questions need no judge. */
function speaksOf({ Statement }: PolicyJson, action: string, resource: string): boolean {
  const means = (patterns: unknown, text: string) =>
    ([patterns].flat() as string[]).some((pattern) => {
      const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
      return new RegExp(`^${source}$`).test(text);
    });
  return Statement.some(
    ({ Effect, Action, Resource }) => Effect === "Allow" && means(Action, action) && means(Resource, resource),
  );
}

/** Ways into a role that exists. */
async function waysInto(world: World, role: Role, can: Can): Promise<Reached[]> {
  const bounded: Record<string, string> =
    role.boundary === undefined ? {} : { "iam:PermissionsBoundary": role.boundary };
  const attach = { ...bounded, "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" };
  const tried: [string, Promise<boolean>][] = [
    ["writes its policies", can("iam:PutRolePolicy", role.arn, bounded)],
    ["attaches policies to it", can("iam:AttachRolePolicy", role.arn, attach)],
    ["writes its trust", can("iam:UpdateAssumeRolePolicy", role.arn, bounded)],
    ["assumes it", can("sts:AssumeRole", role.arn)],
    ...SERVICES.map((service): [string, Promise<boolean>] => [
      `passes it to ${service}`,
      can("iam:PassRole", role.arn, { "iam:PassedToService": `${service}.amazonaws.com` }),
    ]),
  ];
  for (const machine of world.machines.filter((each) => each.role === role.arn)) {
    const tags = Object.fromEntries(
      Object.entries(machine.tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]),
    );
    tried.push(
      ["writes the user data of its machine", can("ec2:ModifyInstanceAttribute", machine.arn, tags)],
      ["has a shell on its machine", can("ssm:StartSession", machine.arn, tags)],
    );
  }
  const found: Reached[] = [];
  for (const [by, answer] of tried) if (await answer) found.push({ ...role, by });
  const off = await can("iam:DeleteRolePermissionsBoundary", role.arn, bounded);
  const other = await can("iam:PutRolePermissionsBoundary", role.arn, {
    "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess",
  });
  if (off || other) found.push({ arn: `${role.arn} (unbound)`, by: "takes its boundary off" });
  return found;
}

/** Roles that could be made: at every path that roles stand at, with every boundary that there is, and with none. */
async function made(world: World, can: Can): Promise<Reached[]> {
  const paths = new Set(world.roles.map(({ arn }) => arn.replace(/[^/]+$/, "")));
  const names = [...paths, iam("role/"), iam("role/Agc-Context-"), iam("role/Agc-Core-"), iam("role/pcluster-")];
  const found: Reached[] = [];
  for (const start of names) {
    const arn = `${start}made`;
    if (await can("iam:CreateRole", arn)) found.push({ arn: `${arn} (unbound)`, by: "makes it without a boundary" });
    for (const boundary of [...world.boundaries.keys(), "arn:aws:iam::aws:policy/AdministratorAccess"])
      if (await can("iam:CreateRole", arn, { "iam:PermissionsBoundary": boundary }))
        found.push({ arn: `${arn} (${nameOf(boundary)})`, boundary, by: "makes it" });
  }
  return found;
}

/** What follows from writing policies: their holders do what the writer likes, and what a boundary held is held no more. */
async function rewritten(world: World, can: Can): Promise<Reached[]> {
  const found: Reached[] = [];
  for (const policy of [...world.holders.keys(), ...world.boundaries.keys()]) {
    const writes = (await can("iam:CreatePolicyVersion", policy)) || (await can("iam:SetDefaultPolicyVersion", policy));
    if (!writes) continue;
    const by = `rewrites ${nameOf(policy)}`;
    for (const holder of world.holders.get(policy) ?? []) {
      const role = world.roles.find(({ arn }) => arn === holder);
      found.push(role ? { ...role, by } : { arn: PEOPLE, by });
    }
    if (world.boundaries.has(policy)) found.push({ arn: `whoever ${nameOf(policy)} held (unbound)`, by });
  }
  return found;
}

function nameOf(arn: string): string {
  return arn.split("/").at(-1) as string;
}
