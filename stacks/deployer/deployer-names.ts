import type { Arn, AwsEnvironment } from "../../modules/aws-environment";

/**
 * The names of what the administrator keeps for deployers, made here and nowhere else.
 *
 * ARNs are built from them in stacks that are applied by others, who cannot read what the administrator's stack made.
 */
export class DeployerNames {
  /** IAM path that no deployer can write: `/groundwork/acme/admin/`. */
  readonly path: string;
  private readonly prefix: string;

  /** @param path IAM path of the organisation; begins and ends with `/` */
  constructor({ name, path }: { readonly name: string; readonly path: string }) {
    this.path = `${path}${name}/admin/`;
    this.prefix = `${name}-deployer`;
  }

  /** The name of a thing for one stack: `acme-deployer-duet-plan`. */
  of(stack: string, thing: string): string {
    return `${this.prefix}-${stack}-${thing}`;
  }

  policyArn(aws: AwsEnvironment, stack: string, thing: string): Arn {
    return aws.iamArn(`policy${this.path}${this.of(stack, thing)}`);
  }
}
