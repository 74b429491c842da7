import type { Things } from "../../contract-calls";
import { letIn, MADE, type Scene } from "./place";

/** Roles: those of this stack, those that ParallelCluster makes, those of others. */
export function iamThings(scene: Scene) {
  const { path, rolePath, partition } = scene.place;
  const cn = partition === "aws-cn" ? ".cn" : "";
  const services: Readonly<Record<string, string>> = { ec2: `ec2.amazonaws.com${cn}` };
  const service = (name: string) => services[name] ?? `${name}.amazonaws.com`;
  const ours = (kind: string, thing: string) => scene.iam(`${kind}${path}acme-parallelcluster-${thing}`);
  const slim = scene.iam("role/groundwork/acme/slim/acme-slim-instance");
  const admin = scene.iam("role/administrator");
  const to = (name: string) => ({ "iam:PassedToService": service(name) });
  const pass = (role: string, name: string, wrong: string): Things => ({
    ours: { ours: { resource: role, context: to(name) } },
    theirs: {
      [`to ${wrong}`]: { resource: role, context: to(wrong) },
      "of another project": { resource: slim, context: to(name) },
      "of an administrator": { resource: admin, context: to(name) },
    },
  });
  const made = (kind: string, cluster: string) => scene.iam(`${kind}${rolePath}${cluster}/RoleHeadNode-${MADE}`);
  const boundary = scene.iam(`policy${path}acme-parallelcluster-boundary`);
  const bounded = (policy?: string): Record<string, string> => (policy ? { "iam:PermissionsBoundary": policy } : {});
  const attach = (policy: string, limit?: string) => ({ "iam:PolicyARN": policy, ...bounded(limit) });
  const agent = `arn:${partition}:iam::aws:policy/CloudWatchAgentServerPolicy`;
  const adminPolicy = `arn:${partition}:iam::aws:policy/AdministratorAccess`;
  const role = made("role", scene.cluster);
  const strangers = { "of another project": slim, "of an administrator": admin };
  const others = { ...strangers, "of this stack": ours("role", "head-node") };
  const linked = (name: string, owner: string) => scene.iam(`role/aws-service-role/${owner}.amazonaws.com/${name}`);
  return {
    "given role": scene.named(() => ours("role", "head-node"), strangers),
    "given profile": scene.named(() => ours("instance-profile", "head-node"), {
      "of another project": scene.iam("instance-profile/groundwork/acme/slim/acme-slim-instance"),
    }),
    "given role of builds": scene.named(() => ours("role", "builder"), strangers),
    "given profile of builds": scene.named(() => ours("instance-profile", "builder"), {
      "of another project": scene.iam("instance-profile/groundwork/acme/slim/acme-slim-instance"),
    }),
    "role to give to a head node": pass(ours("role", "head-node"), "ec2", "lambda"),
    "role to give to compute nodes": pass(ours("role", "compute"), "ec2", "lambda"),
    "role to give to a builder": pass(ours("role", "builder"), "ec2", "lambda"),
    "role to give to functions": pass(ours("role", "functions"), "lambda", "ec2"),
    "role to give to the cleanup": pass(ours("role", "cleanup"), "lambda", "ec2"),
    "made role": scene.named((cluster) => made("role", cluster), strangers),
    "made profile": scene.named((cluster) => made("instance-profile", cluster), {
      "of another project": scene.iam("instance-profile/groundwork/acme/slim/acme-slim-instance"),
    }),
    "bounded role": {
      ours: { ours: { resource: role, context: bounded(boundary) } },
      theirs: {
        "without a boundary": { resource: role },
        "with another boundary": { resource: role, context: bounded(adminPolicy) },
        ...Object.fromEntries(
          Object.entries(others).map(([title, resource]) => [title, { resource, context: bounded(boundary) }]),
        ),
      },
    },
    "policy on a bounded role": {
      ours: { ours: { resource: role, context: attach(agent, boundary) } },
      theirs: {
        "of administrators": { resource: role, context: attach(adminPolicy, boundary) },
        "on a role without a boundary": { resource: role, context: attach(agent) },
        "on a role of another project": { resource: slim, context: attach(agent, boundary) },
      },
    },
    "policy to look at": {
      ours: { agent: { resource: agent, resourcePolicy: letIn(partition) } },
      theirs: {
        administrator: { resource: adminPolicy, resourcePolicy: letIn(partition) },
        "of this account": { resource: scene.iam("policy/payroll") },
      },
    },
    "made role to give to a machine": pass(role, "ec2", "cloudformation"),
    "made role to give to functions": pass(role, "lambda", "cloudformation"),
    "made role to give to Batch": pass(role, "batch", "cloudformation"),
    "made role to give to CodeBuild": pass(role, "codebuild", "cloudformation"),
    "made role to give to tasks": pass(role, "ecs-tasks", "cloudformation"),
    "made role to give to Spot Fleet": pass(role, "spotfleet", "cloudformation"),
    "linked role of FSx": linkedTo("AWSServiceRoleForAmazonFSx", "fsx"),
    "linked role of EFS": linkedTo("AWSServiceRoleForAmazonElasticFileSystem", "elasticfilesystem"),
    "linked role of Auto Scaling": linkedTo("AWSServiceRoleForAutoScaling", "autoscaling"),
    "linked role of balancing": linkedTo("AWSServiceRoleForElasticLoadBalancing", "elasticloadbalancing"),
    "linked role of Image Builder": linkedTo("AWSServiceRoleForImageBuilder", "imagebuilder"),
    "linked role of Batch": linkedTo("AWSServiceRoleForBatch", "batch"),
    "linked role of a file system": {
      ours: {
        ours: { resource: linked("AWSServiceRoleForFSxS3Access_fs-0123456789abcdef0", "s3.data-source.lustre.fsx") },
      },
      theirs: {
        "of another service": { resource: linked("AWSServiceRoleForSupport", "support") },
        "no linked one": { resource: slim },
      },
    },
    role: {
      ours: { role: { resource: role }, given: { resource: ours("role", "head-node") }, admin: { resource: admin } },
      theirs: {},
    },
    policy: {
      ours: { policy: { resource: scene.iam("policy/payroll") }, boundary: { resource: boundary } },
      theirs: {},
    },
    user: { ours: { user: { resource: scene.iam("user/ada") } }, theirs: {} },
    group: { ours: { group: { resource: scene.iam("group/chemists") } }, theirs: {} },
  } satisfies Record<string, Things>;

  function linkedTo(name: string, owner: string): Things {
    const key = "iam:AWSServiceName";
    const wrong = linked("AWSServiceRoleForSupport", "support");
    return {
      ours: { ours: { resource: linked(name, owner), context: { [key]: `${owner}.amazonaws.com` } } },
      theirs: { "of another service": { resource: wrong, context: { [key]: "support.amazonaws.com" } } },
    };
  }
}
