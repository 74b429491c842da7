import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import { attribute, type Condition, choose, isDeferred, onlyIf } from "./deferred";
import { ManagedPolicy } from "./managed-policy";
import { type PolicyCondition, PolicyDocument, policyJson, type Statement, type Statements } from "./policy-document";

const CONFUSED_DEPUTY = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html";

/** Services whose roles Groundwork makes. */
export type Service = "batch" | "ec2" | "ecs-tasks" | "lambda" | "spotfleet" | "states" | "codebuild";

/** Services that send no `aws:SourceAccount` when they assume a role: with the condition, the role would be locked. */
const WITHOUT_SOURCE: readonly Service[] = ["ec2", "lambda"];

/** Where everything that a system makes in IAM stands. */
export interface IamPlace {
  /** IAM path; begins and ends with `/`. */
  readonly path: string;
  /** ARN of the policy that limits every role. @default - none */
  readonly permissionsBoundary?: string;
  /** @default - the provider's default tags */
  readonly tags?: Record<string, string>;
}

/** Quotas of IAM that an account can have raised. */
export interface IamQuotas {
  /** Managed policies of a role. @default 10 */
  readonly managedPoliciesPerRole?: number;
  /** Characters of a trust policy. @default 2048 */
  readonly trustPolicyCharacters?: number;
}

/** Props of {@link ServiceRole}. */
export interface ServiceRoleProps extends IamPlace, IamQuotas {
  readonly aws: AwsEnvironment;
  /** Name of the role to create, or of the one that exists. */
  readonly roleName: string;
  /** ARN of the role that exists. @default - built from path and name */
  readonly roleArn?: Arn;
  /** The service that assumes it. */
  readonly service: Service;
  /** One sentence: who uses it for what. */
  readonly description: string;
  /** What it may do, as a managed policy with the role's name. @default - nothing */
  readonly statements?: Statements;
  /** Policies that AWS manages, in order. @default - none */
  readonly awsManagedPolicies?: readonly Arn[];
  /** Whether it is created; one that exists is never changed. @default true */
  readonly create?: Condition;
}

/**
 * A role that an AWS service assumes.
 *
 * Its trust names the one service and, where the service says for whom it acts, this account: otherwise a customer of the
 * same service could make it act with our role (confused deputy). EC2 and Lambda do not say it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 *
 * @example
 * new ServiceRole(this, "machine", {
 *   ...place, aws, service: "ec2", roleName: names.of("machine"), description: "Runs the pipeline", statements,
 * });
 */
export class ServiceRole extends Construct {
  readonly roleName: string;
  readonly roleArn: Arn;
  /** What must be there before the role is used, and go after it: the role and all that is attached to it. */
  readonly parts: readonly (IamRole | IamRolePolicyAttachment)[];
  /** What it may do, for those who attach it to a role of their own. */
  readonly statements: Statements;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { roleName, statements = [], create = true } = props;
    this.statements = statements;
    const made = onlyIf(create, (count) => this.make(count, props));
    this.parts = made ?? [];
    const role = this.parts[0];
    this.roleName = role ? choose(create, attribute(role, "name"), roleName) : roleName;
    const { aws, path, roleArn = aws.iamArn(`role${path}${roleName}`) } = props;
    this.roleArn = roleArn;
  }

  private make(count: number | undefined, props: ServiceRoleProps): [IamRole, ...IamRolePolicyAttachment[]] {
    const { aws, roleName, path, permissionsBoundary, description, tags } = props;
    const {
      statements = [],
      awsManagedPolicies = [],
      managedPoliciesPerRole = 10,
      trustPolicyCharacters = 2048,
    } = props;
    const trust = trustStatement(props);
    const trustSize = JSON.stringify(policyJson([trust])).length;
    if (trustSize > trustPolicyCharacters && !isDeferred(aws.account)) {
      throw new Error(
        `trust policy of role '${roleName}' must have at most ${trustPolicyCharacters} characters, got ${trustSize}`,
      );
    }
    const role = new IamRole(this, "role", {
      count,
      name: roleName,
      path,
      description,
      permissionsBoundary,
      assumeRolePolicy: new PolicyDocument(this, "trust", { statements: [trust] }).json,
      tags,
    });
    const own =
      statements.length > 0
        ? new ManagedPolicy(this, "policy", { aws, policyName: roleName, path, description, statements, count, tags })
            .policyArns
        : [];
    const policies = awsManagedPolicies.length + own.length;
    if (policies > managedPoliciesPerRole) {
      throw new Error(
        `role '${roleName}' must have at most ${managedPoliciesPerRole} managed policies, got ${policies}: raise the quota of the account and 'iam.managedPoliciesPerRole'`,
      );
    }
    // addresses must not change when another policy is added: AWS's policies go by their name, ours by their place
    const attach = (id: string, policyArn: string) =>
      new IamRolePolicyAttachment(this, id, { count, role: attribute(role, "name"), policyArn });
    return [
      role,
      ...awsManagedPolicies.map((policyArn) => attach(policyArn.split("/").at(-1) as string, policyArn)),
      ...own.map((policyArn, index) => attach(index === 0 ? "own" : `own-${index + 1}`, policyArn)),
    ];
  }
}

function trustStatement({ aws, service }: ServiceRoleProps): Statement {
  const conditions: PolicyCondition[] = [];
  if (!WITHOUT_SOURCE.includes(service)) {
    conditions.push({ test: "StringEquals", key: "aws:SourceAccount", values: [aws.account] });
  }
  if (service === "batch") {
    // both kinds of resources that Batch acts for; their names are its own when environments use a prefix
    const sources = ["compute-environment/*", "job/*"].map((resource) => aws.arn("batch", resource));
    conditions.push({ test: "ArnLike", key: "aws:SourceArn", values: sources });
  }
  return {
    sid: "AssumeTheRole",
    principals: [{ type: "Service", identifiers: [aws.servicePrincipal(service)] }],
    actions: ["sts:AssumeRole"],
    ...(conditions.length > 0 && { conditions }),
    source: CONFUSED_DEPUTY,
  };
}
