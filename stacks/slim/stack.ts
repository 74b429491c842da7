import type { Construct } from "constructs";
import type { Settings } from "../settings";
import {
  accessPlace,
  bucketProps,
  existingByArn,
  instanceRoleProps,
  networkProps,
  serviceRoleProps,
} from "../settings-props";
import { SystemStack } from "../system-stack";
import { slimOutputs } from "./outputs";
import { Slim, type SlimProps } from "./system";

type SlimSettings = NonNullable<Settings["systems"]["slim"]>;

/** slim as a stack: settings to props, and what people and tools read afterwards. */
export class SlimStack extends SystemStack {
  readonly slim: Slim;

  constructor(scope: Construct, settings: Settings, slim: SlimSettings) {
    super(scope, "slim", settings);
    const { aws, names } = this;
    const { bucket = { create: names.of(`${aws.account}-${aws.region}`), forceDestroy: false } } = slim;
    const { users = [], userRole, lambdaRole, stateMachineRole, jobRole } = slim;
    this.slim = new Slim(this, "Default", {
      ...accessPlace(this, settings),
      // jobs announce gradients from where they run
      ...networkProps(this, settings, ["sqs"]),
      bucket: bucketProps(bucket),
      inputBuckets: slim.inputBuckets,
      gradientQueues: queueProps(slim.gradientQueues, this),
      users: users === false ? undefined : users,
      trusted: userRole?.trusted,
      awsManaged: slim.userPermissions === "aws-managed",
      repositoryPrefix: slim.repositoryPrefix ?? `${names.prefix}/`,
      jobDefinitionPrefix: slim.jobDefinitionPrefix,
      environments: slim.environments,
      volumeGiB: slim.volumeGiB,
      volumeKmsKey: slim.volumeKmsKey,
      sharedFileSystem: sharedProps(slim.sharedFileSystem),
      instances: instanceRoleProps(slim),
      serviceRole: serviceRoleProps(slim.serviceRole),
      lambdaRole: lambdaRole && existingByArn(lambdaRole.existing),
      stateMachineRole: stateMachineRole && existingByArn(stateMachineRole.existing),
      jobRole: jobRole && { existing: "existing" in jobRole ? existingByArn(jobRole.existing) : undefined },
      instanceTags: this.resourceTags,
    });
    this.outputs(slimOutputs(this.slim));
  }
}

function sharedProps(shared: SlimSettings["sharedFileSystem"]): SlimProps["sharedFileSystem"] {
  if (!shared || "existing" in shared) return shared && { create: false, existing: shared.existing };
  return shared;
}

function queueProps(queues: SlimSettings["gradientQueues"], { names }: SystemStack): SlimProps["gradientQueues"] {
  const { chunks, kmsKey } = queues;
  if ("existing" in queues) return { baseName: queues.existing, create: false, chunks, kmsKey };
  return { baseName: names.of("gradients-"), create: true, chunks, kmsKey };
}
