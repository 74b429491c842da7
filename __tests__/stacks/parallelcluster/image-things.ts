import type { Things } from "../../contract-calls";
import { letIn, type Scene } from "./place";

/** What a build of an image consists of, and what comes of it. */
export function imageThings(scene: Scene) {
  const { partition, region, bucket } = scene.place;
  const stack = scene.arn("cloudformation", "stack/hpc-alinux/0a1b2c3d-0000-4000-8000-0123456789ab");
  const asImage = { "aws:RequestTag/parallelcluster:image_id": "hpc-alinux" };
  const ofImage = { "aws:ResourceTag/parallelcluster:image_id": "hpc-alinux" };
  const ofBuilder = { "aws:ResourceTag/CreatedBy": "EC2 Image Builder" };
  const somebodys = { "somebody else's": { "aws:ResourceTag/groundwork:name": "acme" } };
  const name = "ParallelClusterImage-0a1b2c3d-0000-4000-8000-0123456789ab";
  const function_ = scene.arn("lambda", `function:${name}`);
  const topic = scene.arn("sns", name);
  const anybodys = (type: string, id: string) => `arn:${partition}:ec2:${region}::${type}/${id}`;
  const image = anybodys("image", "ami-0123456789abcdef0");
  const snapshot = anybodys("snapshot", "snap-0123456789abcdef0");
  const builder = (type: string, end: string) =>
    scene.named(() => scene.arn("imagebuilder", `${type}/${name.toLowerCase()}${end}`), {
      "somebody else's": scene.arn("imagebuilder", `${type}/payroll${end}`),
    });
  const group = (path: string) => scene.arn("logs", `log-group:${path}`);
  const payroll = { "somebody else's": group("/aws/lambda/payroll") };
  const streams = (path: string) =>
    scene.named(() => `${group(path)}:log-stream:x`, {
      "somebody else's": `${group("/aws/lambda/payroll")}:log-stream:x`,
    });
  const tags = { "aws:TagKeys": ["parallelcluster:build_status", "parallelcluster:parent_image"] };
  const key = scene.arn("kms", "key/0a1b2c3d-0000-4000-8000-0123456789ab");
  const encrypted = { "kms:EncryptionContextKeys": ["aws:imagebuilder:arn"] };
  const by = (service: string) => ({ "aws:CalledVia": [`${service}.amazonaws.com`] });
  return {
    "new stack of a build": {
      ours: { ours: { resource: stack, context: asImage } },
      theirs: { "somebody else's": { resource: stack.replace("hpc-alinux", "payroll") } },
    },
    "stack of a build": scene.by(stack, ofImage, somebodys),
    "stack of a build to look at": scene.by(stack, ofImage, scene.other === undefined ? {} : somebodys),
    "any image": { ours: { image: { resource: image } }, theirs: {} },
    "artifact of an image": scene.named(
      () => scene.global("s3", `${bucket}/parallelcluster/3.16.3/images/hpc-alinux-0a1b/configs/image-config.yaml`),
      { "in another bucket": scene.global("s3", "payroll/parallelcluster/3.16.3/images/x") },
    ),
    component: builder("component", "/3.16.3/1"),
    "image of Image Builder": builder("image", "/3.16.3/1"),
    recipe: builder("image-recipe", "/3.16.3"),
    "infrastructure configuration": builder("infrastructure-configuration", ""),
    "distribution configuration": builder("distribution-configuration", ""),
    "image that is named": scene.any({ image: scene.arn("imagebuilder", "image/our-image/1.0.0/1") }),
    document: { ours: { document: { resource: scene.arn("ssm", "document/AWS-RunShellScript") } }, theirs: {} },
    association: { ours: { association: { resource: scene.arn("ssm", "association/0a1b2c3d") } }, theirs: {} },
    "component of AWS": {
      ours: {
        ours: {
          resource: `arn:${partition}:imagebuilder:${region}:aws:component/update-linux/1.0.2/1`,
          resourcePolicy: letIn(partition),
        },
      },
      theirs: {
        "in another region": {
          resource: `arn:${partition}:imagebuilder:us-west-2:aws:component/update-linux/1.0.2/1`,
          resourcePolicy: letIn(partition),
        },
      },
    },
    "component that is named": scene.any({ component: scene.arn("imagebuilder", "component/our-tools/1.0.0/1") }),
    "tool of Image Builder": scene.named(() => scene.global("s3", "ec2imagebuilder-toe-eu-west-2-prod/x"), {
      "somebody else's": scene.global("s3", "payroll/x"),
    }),
    "function of a build in a stack": scene.inStacks(
      { function: function_ },
      { "somebody else's": scene.arn("lambda", "function:payroll") },
    ),
    "function of a build": scene.named(() => function_, {
      "somebody else's": scene.arn("lambda", "function:payroll"),
    }),
    "topic of a build in a stack": scene.inStacks({ topic }, { "somebody else's": scene.arn("sns", "payroll") }),
    "topic of a build": scene.named(() => topic, { "somebody else's": scene.arn("sns", "payroll") }),
    "log group of a build": scene.named(() => group(`/aws/imagebuilder/${name}`), payroll),
    "log group of a build's function": scene.named(() => group(`/aws/lambda/${name}`), payroll),
    "log stream of a build": streams(`/aws/imagebuilder/${name}`),
    "log stream of a build's function": streams(`/aws/lambda/${name}`),
    "image of ParallelCluster": scene.by(image, ofImage, somebodys),
    "image of a build": scene.by(image, ofBuilder, somebodys),
    "snapshot of a build": scene.by(snapshot, ofBuilder, somebodys),
    "status of an image": scene.by(
      image,
      { ...ofBuilder, ...tags },
      {
        "of somebody else's": { "aws:ResourceTag/groundwork:name": "acme", ...tags },
        "with a tag of others": { ...ofBuilder, "aws:TagKeys": ["groundwork:name"] },
      },
    ),
    "key of Image Builder": {
      ours: {
        ours: { resource: key, resourcePolicy: letIn(partition), context: { ...encrypted, ...by("imagebuilder") } },
      },
      theirs: {
        "by hand": { resource: key, resourcePolicy: letIn(partition), context: encrypted },
        "for S3": { resource: key, resourcePolicy: letIn(partition), context: { ...encrypted, ...by("s3") } },
      },
    },
  } satisfies Record<string, Things>;
}
