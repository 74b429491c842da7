import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, type TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { addressName } from "../modules/address";
import { AwsEnvironment } from "../modules/aws-environment";
import type { Statements } from "../modules/policy-document";
import { SystemNames } from "../modules/system-names";
import type { SystemOutputs } from "../modules/system-outputs";
import type { Settings } from "./settings";

/**
 * A stack as it is deployed: the provider, its default tags and where its state is kept.
 *
 * The provider refuses every account but the settings' one, so nothing is ever built in the wrong one.
 */
export class SystemStack extends TerraformStack {
  readonly aws: AwsEnvironment;
  readonly names: SystemNames;
  /** Tags of everything: the settings' ones, and whose it is. */
  readonly resourceTags: Record<string, string>;

  constructor(scope: Construct, system: string, settings: Settings) {
    super(scope, system);
    const { name, account, region, tags, iam } = settings;
    this.aws = AwsEnvironment.of({ account, region });
    this.names = new SystemNames({ name, system, path: iam.path });
    this.resourceTags = { ...tags, ...this.names.ownerTags };
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [account],
      defaultTags: [{ tags: this.resourceTags }],
    });
    this.keepState(system, settings);
  }

  /** Attributes that people and tools read after a deployment: texts, or several by name. Those without a value are left out. */
  outputs(outputs: SystemOutputs): void {
    for (const [name, { value, description }] of Object.entries(outputs)) {
      if (value !== undefined) new TerraformOutput(this, name, { value, description });
    }
  }

  /** What roles that the system's own tool makes need at most; undefined where none makes roles within a boundary. */
  get toolLimits(): Statements | undefined {
    return undefined;
  }

  protected override allocateLogicalId(element: TerraformElement): string {
    return addressName(element);
  }

  private keepState(system: string, { name, account, region, state }: Settings): void {
    if (!state) {
      // relative to the stack's folder below cdktf.out: an absolute path would make the output this machine's
      new LocalBackend(this, { path: `../../../terraform.${name}-${system}.tfstate` });
      return;
    }
    const { bucket, kmsKey } = state;
    const key = stateKey(name, system);
    new S3Backend(this, { bucket, key, region, encrypt: true, kmsKeyId: kmsKey, allowedAccountIds: [account] });
    // S3Backend of cdktf 0.21 has no such property
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}

/** Where in the bucket a stack keeps its state. */
export function stateKey(name: string, stack: string): string {
  return `${name}/${stack}/terraform.tfstate`;
}
