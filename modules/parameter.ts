import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import type { Times } from "./deferred-map";

/** Props of {@link Parameter}. */
export interface ParameterProps extends Times {
  /** Begins with `/`. */
  readonly parameterName: string;
  readonly value: string;
  readonly description: string;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/**
 * A name that other tools of the account look up: `aws ssm get-parameter --name <name>`. It is no place for a secret.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 */
export class Parameter extends Construct {
  readonly parameterName: string;

  constructor(scope: Construct, id: string, props: ParameterProps) {
    super(scope, id);
    const { parameterName, value, description, tags, forEach } = props;
    this.parameterName = parameterName;
    new SsmParameter(this, "parameter", {
      forEach,
      name: parameterName,
      type: "String",
      value,
      description,
      tags,
    });
  }
}
