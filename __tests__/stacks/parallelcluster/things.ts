import type { Things } from "../../contract-calls";
import { batchThings } from "./batch-things";
import { iamThings } from "./iam-things";
import { imageThings } from "./image-things";
import { machineThings } from "./machine-things";
import { MADE, NOTHING, type Place, Scene } from "./place";
import { storageThings } from "./storage-things";

/** The things of each kind; ids that AWS assigns are made up. */
export function thingsOf(place: Place) {
  const scene = new Scene(place);
  return {
    nothing: NOTHING,
    ...deployment(scene),
    ...state(scene),
    ...names(scene),
    ...watching(scene),
    ...machineThings(scene),
    ...storageThings(scene),
    ...imageThings(scene),
    ...batchThings(scene),
    ...iamThings(scene),
  } satisfies Record<string, Things>;
}

/** Kinds of things that calls act on. */
export type Kind = keyof ReturnType<typeof thingsOf>;

function deployment(scene: Scene) {
  const stack = (name: string) => scene.arn("cloudformation", `stack/${name}/0a1b2c3d-0000-4000-8000-0123456789ab`);
  const tag = "aws:RequestTag/parallelcluster:cluster-name";
  return {
    "new stack": {
      ours: { ours: { resource: stack(scene.cluster), context: { [tag]: scene.cluster } } },
      theirs: {
        "no cluster's": { resource: stack("payroll") },
        ...(scene.other && {
          "another cluster's": { resource: stack(scene.other), context: { [tag]: scene.other } },
        }),
      },
    },
    stack: scene.tagged({ stack: stack(scene.cluster) }),
    "stack to look at": scene.named(stack),
    "any stack": { ours: { "somebody else's": { resource: stack("payroll") } }, theirs: {} },
    function: scene.inStacks(
      { function: scene.arn("lambda", `function:pcluster-CleanupResources-${MADE}`) },
      { "somebody else's": scene.arn("lambda", "function:payroll") },
    ),
  };
}

function state(scene: Scene) {
  const { bucket, region } = scene.place;
  const s3 = (path: string) => scene.global("s3", path);
  const ours = (key: (cluster: string) => string) =>
    scene.named((cluster) => s3(`${bucket}/${key(cluster)}`), {
      "in another bucket": s3(`payroll/${key(scene.cluster)}`),
    });
  return {
    table: scene.named((cluster) => scene.arn("dynamodb", `table/parallelcluster-slurm-${cluster}`), {
      "somebody else's": scene.arn("dynamodb", "table/payroll"),
    }),
    bucket: scene.named(() => s3(bucket), { "somebody else's": s3("payroll") }),
    marker: ours(() => "parallelcluster/.bootstrapped"),
    artifact: ours(
      (cluster) => `parallelcluster/3.16.3/clusters/${cluster}-0a1b2c3d4e5f6a7b/configs/cluster-config.yaml`,
    ),
    "file of jobs": ours((cluster) => `parallelcluster/3.16.3/clusters/${cluster}-0a1b2c3d4e5f6a7b/batch/job.sh`),
    "exported log": ours((cluster) => `${cluster}-logs-202611220000/cloudwatch-logs/0a1b/stream/000000.gz`),
    "published object": scene.named(() => s3(`${region}-aws-parallelcluster/parallelcluster/3.16.3/cookbooks/x.tgz`), {
      "somebody else's": s3("payroll/cookbooks/x.tgz"),
    }),
    license: scene.named(() => s3(`dcv-license.${region}/license.lic`), {
      "somebody else's": s3("payroll/license.lic"),
    }),
  };
}

const RECORDS = "route53:ChangeResourceRecordSetsNormalizedRecordNames";

function names(scene: Scene) {
  const zone = scene.global("route53", "hostedzone/Z9876543210ZYXWVUTSRQ");
  const { cluster, other } = scene;
  return {
    zone: { ours: { zone: { resource: zone } }, theirs: {} },
    change: { ours: { change: { resource: scene.global("route53", "change/C2682N5HXP0BZ4") } }, theirs: {} },
    "new zone": scene.inStacks({ zone: "*" }),
    "zone in a stack": scene.inStacks({ zone }),
    record: scene.by(
      zone,
      { [RECORDS]: [`queue1-dy-c5-1.${cluster}.pcluster`] },
      {
        "of a site": { [RECORDS]: ["www.example.org"] },
        "one of them of a site": { [RECORDS]: [`${cluster}.pcluster`, "www.example.org"] },
        ...(other && { "of another cluster": { [RECORDS]: [`${other}.pcluster`] } }),
      },
    ),
    "record of a named zone": {
      ours: {
        ours: {
          resource: scene.global("route53", "hostedzone/Z0123456789ABCDEFGHIJ"),
          context: { [RECORDS]: ["queue1-dy-c5-1.hpc.example.org"] },
        },
      },
      theirs: { "in another zone": { resource: zone, context: { [RECORDS]: ["queue1-dy-c5-1.hpc.example.org"] } } },
    },
  };
}

function watching(scene: Scene) {
  const group = (name: string) => scene.arn("logs", `log-group:${name}`);
  const others = { "somebody else's": group("/aws/lambda/payroll") };
  const clusterGroup = (cluster: string) => group(`/aws/parallelcluster/${cluster}-202611220000`);
  const secret = (name: string) => scene.arn("secretsmanager", `secret:${name}`);
  return {
    "log group": scene.named(clusterGroup, others),
    "log group of a function": scene.named(() => group(`/aws/lambda/pcluster-CleanupResources-${MADE}`), others),
    "log stream": scene.named((cluster) => `${clusterGroup(cluster)}:log-stream:ip-10-0-0-1.i-0a1b2c3d.slurmctld`, {
      "somebody else's": `${group("/aws/lambda/payroll")}:log-stream:x`,
    }),
    "log stream of a function": scene.named(
      () => `${group(`/aws/lambda/pcluster-CleanupResources-${MADE}`)}:log-stream:2026/11/22/x`,
      { "somebody else's": `${group("/aws/lambda/payroll")}:log-stream:x` },
    ),
    dashboard: scene.named((cluster) => scene.global("cloudwatch", `dashboard/${cluster}-eu-west-2`, "111122223333"), {
      "of another account": scene.global("cloudwatch", "dashboard/chem-run1-eu-west-2", "444455556666"),
    }),
    alarm: scene.named((cluster) => scene.arn("cloudwatch", `alarm:${cluster}-HeadNode-Disk`)),
    "any alarm": { ours: { "somebody else's": { resource: scene.arn("cloudwatch", "alarm:payroll") } }, theirs: {} },
    metric: scene.by(
      scene.arn("cloudwatch", "dataset/default"),
      { "cloudwatch:namespace": "ParallelCluster" },
      { "somebody else's": { "cloudwatch:namespace": "AWS/EC2" } },
    ),
    secret: scene.named(() => secret("hpc/directory-a1B2c3"), { "somebody else's": secret("payroll-a1B2c3") }),
    "group of capacity": scene.any({ group: scene.arn("resource-groups", "group/odcr") }),
  };
}
