import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import type { SystemNames } from "../../modules/system-names";
import type { DerivedPolicies } from "./derivation";

/** A stack that is deployed, and where the administrator keeps what holds its deployer. */
export interface DeployedStack {
  readonly aws: AwsEnvironment;
  readonly names: SystemNames;
  /** IAM path of what is the administrator's. Begins and ends with `/`. */
  readonly adminPath: string;
  /** ARNs of the boundaries of the stack's roles, one of which each of them carries. */
  readonly boundaries: readonly string[];
  /** Where its state is kept. @default - a file of whoever deploys */
  readonly state?: { readonly bucket: string; readonly key: string; readonly kmsKey?: string | undefined } | undefined;
}

/**
 * How far deploying a stack reaches: what its boundary leaves out because no call needs it, and what it must know by name.
 *
 * Read off the derived policies. They can only make a boundary narrower than what is written there, but for what the
 * settings name: buckets, keys, roles and networks that exist.
 */
export class Reach {
  private readonly statements: readonly Statement[];

  constructor(private readonly derived: DerivedPolicies) {
    this.statements = [...derived.plan, ...derived.apply, ...derived.destroy];
  }

  /** Of some actions, with wildcards or without, those that deploying the stack calls. */
  calls(service: string, names: readonly string[]): string[] {
    const called = this.statements.flatMap(({ actions }) => actions);
    return names
      .map((name) => `${service}:${name}`)
      .filter((pattern) => {
        const matching = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
        return called.some((action) => matching.test(action));
      });
  }

  /** Buckets that the stack makes. */
  get buckets(): Arn[] {
    return this.resourcesOf("s3:CreateBucket");
  }

  /** Objects that are deleted with their bucket. */
  get objects(): Arn[] {
    return this.resourcesOf("s3:DeleteObject").filter((arn) => arn.endsWith("/*"));
  }

  /** Policies that people have, or somebody whom the stack does not know: for an administrator to change. */
  get policiesOfOthers(): Arn[] {
    return resourcesOf(this.derived.administrator, "iam:CreatePolicyVersion");
  }

  /** Roles that exist and are handed to services; patterns where only the name is known. */
  rolesBeside(path: string): Arn[] {
    return this.resourcesOf("iam:PassRole").filter((arn) => !arn.includes(`:role${path}`));
  }

  /** Services that roles are handed to. */
  get passedTo(): string[] {
    return this.valuesOf("iam:PassRole", "iam:PassedToService");
  }

  /** Services whose linked roles are made at their first use. */
  get linkedServices(): string[] {
    return this.valuesOf("iam:CreateServiceLinkedRole", "iam:AWSServiceName");
  }

  /** Instance profiles that machines are started with. */
  get profiles(): string[] {
    return this.valuesOf("ec2:RunInstances", "ec2:InstanceProfile");
  }

  /** What a call of EC2 is given that does not carry the owner tags: images, networks that exist, things with names. */
  givenTo(action: string): Arn[] {
    return this.resourcesOf(action, ({ conditions = [] }) => conditions.every(({ key }) => key === "ec2:Owner"));
  }

  /** Parameters whose values are read. */
  get parameters(): Arn[] {
    return this.resourcesOf("ssm:GetParameter");
  }

  /** Keys by which AWS's services start or make what is encrypted. */
  get keys(): Arn[] {
    return this.resourcesOf("kms:CreateGrant");
  }

  private resourcesOf(action: string, among?: (statement: Statement) => boolean): Arn[] {
    return resourcesOf(among ? this.statements.filter(among) : this.statements, action);
  }

  private valuesOf(action: string, key: string): string[] {
    const found = this.statements
      .filter(({ actions }) => actions.includes(action))
      .flatMap(({ conditions = [] }) => conditions.filter((each) => each.key === key))
      .flatMap(({ values }) => values);
    return [...new Set(found)].sort();
  }
}

function resourcesOf(statements: readonly Statement[], action: string): Arn[] {
  const found = statements
    .filter(({ actions }) => actions.includes(action))
    .flatMap(({ resources }) => (resources === "*" ? [] : (resources ?? [])));
  return [...new Set(found)].sort();
}
