import type { Construct } from "constructs";
import type { Statements } from "../../modules/policy-document";
import type { Settings } from "../settings";
import { accessPlace, toolBoundary } from "../settings-props";
import { SystemStack } from "../system-stack";
import { amazonGenomicsCliOutputs } from "./outputs";
import { AmazonGenomicsCli } from "./system";

type AmazonGenomicsCliSettings = NonNullable<Settings["systems"]["amazon-genomics-cli"]>;

/** The Amazon Genomics CLI as a stack: settings to props, and what people and tools read afterwards. */
export class AmazonGenomicsCliStack extends SystemStack {
  readonly agc: AmazonGenomicsCli;

  constructor(scope: Construct, settings: Settings, agc: AmazonGenomicsCliSettings) {
    super(scope, "amazon-genomics-cli", settings);
    const { attachTo, assumableBy, admin, bucket, inputBuckets } = agc;
    this.agc = new AmazonGenomicsCli(this, "Default", {
      ...accessPlace(this, settings),
      toolBoundary: toolBoundary(this, settings),
      bucketName: bucket?.existing,
      kmsKeyArn: bucket?.kmsKey,
      inputBuckets,
      users: { attachTo, assumableBy },
      admins: admin,
    });
    this.outputs(amazonGenomicsCliOutputs(this.agc));
  }

  override get toolLimits(): Statements | undefined {
    return this.agc.boundaryStatements;
  }
}
