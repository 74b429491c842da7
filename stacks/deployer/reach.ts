import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import type { Statement } from "../../modules/policy-document";
import type { SystemNames } from "../../modules/system-names";
import type { DerivedPolicies } from "./derivation";

/** A stack that is deployed, and who holds its roles. */
export interface DeployedStack {
  readonly aws: AwsEnvironment;
  readonly names: SystemNames;
  /** IAM path of what is the administrator's. Begins and ends with `/`. */
  readonly adminPath: string;
  /** ARN of the boundary that every role of the stack carries. Undefined for a stack without roles. */
  readonly rolesBoundary?: string | undefined;
  /** Where its state is kept. @default - a file of whoever deploys */
  readonly state?: { readonly bucket: string; readonly key: string; readonly kmsKey?: string | undefined } | undefined;
}

/**
 * What a boundary must know of a stack by name: no path, prefix or tag says it.
 *
 * Read off the derived policies; what a boundary says beside these names it says by itself.
 */
export class Reach {
  private readonly statements: readonly Statement[];

  constructor(derived: DerivedPolicies) {
    this.statements = [...derived.plan, ...derived.apply, ...derived.destroy];
  }

  /** Whether deploying the stack calls a service: `ec2`. */
  uses(service: string): boolean {
    return this.statements.some(({ actions }) => actions.some((action) => action.startsWith(`${service}:`)));
  }

  /** Whether deploying the stack calls an action. */
  calls(action: string): boolean {
    return this.statements.some(({ actions }) => actions.includes(action));
  }

  /** Buckets that the stack makes. */
  get buckets(): Arn[] {
    return this.resourcesOf("s3:CreateBucket");
  }

  /** Objects that are deleted with their bucket. */
  get objects(): Arn[] {
    return this.resourcesOf("s3:DeleteObject").filter((arn) => arn.endsWith("/*"));
  }

  /** Policies that only roles of the stack hold, so that new versions of them stay within their boundary. */
  get policies(): Arn[] {
    return this.resourcesOf("iam:CreatePolicyVersion");
  }

  /** Roles that exist and are handed to services; patterns where only the name is known. */
  rolesBeside(path: string): Arn[] {
    return this.resourcesOf("iam:PassRole").filter((arn) => !arn.includes(`:role${path}`));
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

  /** Keys that are used to start what is encrypted. */
  get keys(): Arn[] {
    return this.resourcesOf("kms:CreateGrant");
  }

  private resourcesOf(prefix: string, among: (statement: Statement) => boolean = () => true): Arn[] {
    const found = this.statements
      .filter((statement) => statement.actions.some((action) => action.startsWith(prefix)) && among(statement))
      .flatMap(({ resources }) => (resources === "*" ? [] : (resources ?? [])));
    return [...new Set(found)].sort();
  }

  private valuesOf(action: string, key: string): string[] {
    const found = this.statements
      .filter(({ actions }) => actions.includes(action))
      .flatMap(({ conditions = [] }) => conditions.filter((each) => each.key === key))
      .flatMap(({ values }) => values);
    return [...new Set(found)].sort();
  }
}
