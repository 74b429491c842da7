import type { Things } from "../../contract-calls";
import type { Scene } from "./place";

/** What machines of clusters are, and what they stand on. */
export function machineThings(scene: Scene) {
  const ec2 = (resource: string) => scene.arn("ec2", resource);
  const parts = {
    instance: ec2("instance/i-0123456789abcdef0"),
    interface: ec2("network-interface/eni-0123456789abcdef0"),
    volume: ec2("volume/vol-0123456789abcdef0"),
    group: ec2("security-group/sg-0123456789abcdef0"),
    address: ec2("elastic-ip/eipalloc-0123456789abcdef0"),
  };
  const { instance, interface: card, volume, group, address } = parts;
  const template = ec2("launch-template/lt-0123456789abcdef0");
  const placement = ec2("placement-group/chem-run1");
  const subnet = ec2("subnet/subnet-0123456789abcdef0");
  const vpc = ec2("vpc/vpc-0123456789abcdef0");
  const anybodys = (type: string, id: string) =>
    `arn:${scene.place.partition}:ec2:${scene.place.region}::${type}/${id}`;
  const image = anybodys("image", "ami-0123456789abcdef0");
  const snapshot = anybodys("snapshot", "snap-0123456789abcdef0");
  const fleet = ec2("fleet/fleet-0123456789abcdef0");
  const reservation = ec2("capacity-reservation/cr-0123456789abcdef0");
  const starts = {
    image,
    instance,
    interface: card,
    placement,
    reservation,
    group,
    snapshot,
    subnet,
    template,
    volume,
  };
  const node = (kind: string) => ({ "aws:ResourceTag/parallelcluster:node-type": kind });
  return {
    "what a machine starts with": scene.any({ ...starts, key: ec2("key-pair/ada") }),
    "what a fleet starts with": scene.any({
      image,
      instance,
      fleet,
      placement,
      subnet,
      template,
      volume,
    }),
    "new machine": created(scene, { instance, interface: card, volume }),
    "part in a stack": scene.inStacks({ ...parts, template, placement, snapshot }),
    machine: scene.tagged({ instance }),
    "compute node": withNode(scene, instance, "Compute", "HeadNode"),
    "head node": withNode(scene, instance, "HeadNode", "Compute"),
    "machine or interface": scene.tagged({ instance, interface: card }),
    "interface or group": scene.tagged({ interface: card, group }),
    interface: scene.tagged({ interface: card }),
    "security group": scene.tagged({ group }),
    volume: scene.tagged({ volume }),
    "any volume": scene.any({ volume }),
    "volume or machine": scene.tagged({ volume, instance }),
    address: scene.tagged({ address }),
    "address in a stack": scene.inStacks({ address }),
    "template in a stack": scene.inStacks({ template }),
    "interface in a stack": scene.inStacks({ interface: card, subnet }),
    "placement group in a stack": scene.inStacks({ placement }),
    "security group in a stack": scene.inStacks({ group, vpc }),
    "volume in a stack": scene.inStacks({ volume }),
    "snapshot in a stack": scene.inStacks({ snapshot }),
    network: scene.any({ vpc }),
    vpc: { ours: { vpc: { resource: vpc } }, theirs: {} },
    "any machine": { ours: { instance: { resource: instance } }, theirs: {} },
    reservation: { ours: { reservation: { resource: reservation } }, theirs: {} },
    ...balancing(scene),
  } satisfies Record<string, Things>;

  /** Machines that are told apart by what they are, too. */
  function withNode(where: Scene, resource: string, kind: string, another: string): Things {
    const { ours, theirs } = where.tagged({ instance: resource }, undefined, node(kind));
    const wrong = where.tagged({ instance: resource }, undefined, node(another)).ours;
    return { ours, theirs: { ...theirs, [`a ${another}`]: wrong.instance ?? { resource } } };
  }
}

/** Tags on what a call makes, and on what is there. */
function created(scene: Scene, named: Readonly<Record<string, string>>): Things {
  const things = Object.entries(named).map(([title, resource]) => {
    const { ours } = scene.by(resource, { "ec2:CreateAction": "RunInstances" }, {});
    return [title, ours.ours ?? { resource }] as const;
  });
  return {
    ours: Object.fromEntries(things),
    theirs: Object.fromEntries(
      things.flatMap(([title, { resource }]) => [
        [`${title} that is there`, { resource }],
        [`${title} of another call`, { resource, context: { "ec2:CreateAction": "CreateVolume" } }],
      ]),
    ),
  };
}

/** Groups of login nodes and their load balancers. */
function balancing(scene: Scene) {
  const elb = (resource: string) => scene.arn("elasticloadbalancing", resource);
  const balancer = elb("loadbalancer/net/chem-run1-pool1/0123456789abcdef");
  const listener = elb("listener/net/chem-run1-pool1/0123456789abcdef/0123456789abcdef");
  const target = elb("targetgroup/chem-run1-pool1/0123456789abcdef");
  const app = elb("loadbalancer/app/payroll/0123456789abcdef");
  const group = (cluster: string) =>
    scene.arn(
      "autoscaling",
      `autoScalingGroup:0a1b2c3d-0000-4000-8000-0123456789ab:autoScalingGroupName/${cluster}-pool1-AutoScalingGroup`,
    );
  const payroll = group("x").replace("x-pool1-AutoScalingGroup", "payroll");
  return {
    "group of login nodes": scene.named(group, { "somebody else's": payroll }),
    "group of login nodes in a stack": scene.inStacks(
      { group: group(scene.cluster) },
      { "somebody else's": payroll, ...(scene.other && { "another cluster's": group(scene.other) }) },
    ),
    "load balancer": scene.tagged({ balancer }),
    "load balancer in a stack": scene.inStacks({ balancer }, { "of another kind": app }),
    "listener in a stack": scene.inStacks({ listener }),
    "target group in a stack": scene.inStacks({ target }),
  };
}
