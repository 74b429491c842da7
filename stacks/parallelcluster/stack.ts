import type { Construct } from "constructs";
import type { Arn } from "../../modules/aws-environment";
import type { Statements } from "../../modules/policy-document";
import type { Settings } from "../settings";
import { accessPlace, toolBoundary } from "../settings-props";
import { SystemStack } from "../system-stack";
import { parallelclusterOutputs } from "./outputs";
import { minorOf } from "./releases";
import { ParallelCluster, type ParallelClusterProps } from "./system";

type ParallelClusterSettings = NonNullable<Settings["systems"]["parallelcluster"]>;

/** AWS ParallelCluster as a stack: settings to props, and what people and tools read afterwards. */
export class ParallelClusterStack extends SystemStack {
  readonly parallelcluster: ParallelCluster;

  constructor(scope: Construct, settings: Settings, parallelcluster: ParallelClusterSettings) {
    super(scope, "parallelcluster", settings);
    this.parallelcluster = new ParallelCluster(this, "Default", {
      ...accessPlace(this, settings),
      ...props(parallelcluster),
      // within a boundary only: whoever may make any role is held by none but the organisation's
      toolBoundary:
        parallelcluster.iamAccess === "boundary"
          ? toolBoundary(this, settings)
          : (settings.iam.permissionsBoundary ?? false),
    });
    this.outputs(parallelclusterOutputs(this.parallelcluster));
  }

  override get toolLimits(): Statements | undefined {
    return this.parallelcluster.boundaryStatements;
  }
}

function props(
  settings: ParallelClusterSettings,
): Omit<ParallelClusterProps, "toolBoundary" | keyof ReturnType<typeof accessPlace>> {
  const { version, scheduler, iamAccess, roles, clusterPrefix, resourcePrefix, bucket, features, s3Access } = settings;
  const { directorySecret, databaseSecret, mungeKeySecret, hostedZones, fsx, efs, imageBuild, logRetrieval } = features;
  const { loginNodes, functionsInNetwork, additionalPolicies = [], attachTo, assumableBy } = settings;
  return {
    release: minorOf(version),
    scheduler,
    iamAccess,
    roles: roles ?? iamAccess === "restricted",
    clusterPrefix,
    resourcePrefix: resourcePrefix === undefined ? undefined : parts(resourcePrefix),
    bucketName: bucket?.existing,
    loginNodes,
    functionsInNetwork,
    secrets: [directorySecret, databaseSecret, mungeKeySecret].filter((arn) => arn !== undefined) as Arn[],
    hostedZones,
    fsx: storage(fsx),
    efs: storage(efs),
    imageBuild,
    logRetrieval,
    data: s3Access ?? [],
    additionalPolicies: additionalPolicies as Arn[],
    attachTo,
    assumableBy,
  };
}

function storage<T extends object>(feature: boolean | T): T | Record<string, never> | undefined {
  if (feature === false) return undefined;
  return feature === true ? {} : feature;
}

/** Iam/ResourcePrefix as ParallelCluster reads it: a path up to the last slash, and first letters of names behind it. */
function parts(text: string): NonNullable<ParallelClusterProps["resourcePrefix"]> {
  const end = text.lastIndexOf("/") + 1;
  const [path, name] = [text.slice(0, end), text.slice(end)];
  return { text, ...(path !== "" && { path }), ...(name !== "" && { name }) };
}
