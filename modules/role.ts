import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformIterator } from "cdktf";
import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "./aws-environment";
import { and, attribute, type Condition, choose, DeferredList, isDeferred, type List, onlyIf } from "./deferred";
import { thingForEach } from "./deferred-things";
import { ManagedPolicy } from "./managed-policy";
import { PolicyDocument, policyJson, type Statement, type Statements } from "./policy-document";

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

/** Props of every role, whoever assumes it. */
export interface CommonRoleProps extends IamPlace, IamQuotas {
  readonly aws: AwsEnvironment;
  /** Name of the role to create, or of the one that exists. */
  readonly roleName: string;
  /** ARN of the role that exists. @default - built from path and name */
  readonly roleArn?: Arn;
  /** One sentence: who uses it for what. */
  readonly description: string;
  /** What it may do, as a managed policy with the role's name. @default - nothing */
  readonly statements?: Statements;
  /** Policies of ours that others have too, in order. @default - none */
  readonly sharedPolicies?: readonly ManagedPolicy[];
  /** Policies that AWS manages, in order. @default - none */
  readonly awsManagedPolicies?: List<Arn>;
  /** Whether it is created; one that exists is never changed. @default true */
  readonly create?: Condition;
}

/** Props of {@link Role}. */
export interface RoleProps extends CommonRoleProps {
  /** Who assumes it, and when. */
  readonly trust: Statement;
}

/**
 * A role with what it may do, new or existing.
 *
 * Who assumes it is the matter of {@link ServiceRole} and {@link UserRole}, which are made of this.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export class Role extends Construct {
  readonly roleName: string;
  readonly roleArn: Arn;
  /** What must be there before the role is used, and go after it: the role and all that is attached to it. */
  readonly parts: readonly (IamRole | IamRolePolicyAttachment)[];

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const { aws, path, roleName, create = true } = props;
    const made = onlyIf(create, (count) => this.make(count, create, props));
    this.parts = made ?? [];
    const role = this.parts[0];
    this.roleName = role ? choose(create, attribute(role, "name"), roleName) : roleName;
    const { roleArn = aws.iamArn(`role${path}${roleName}`) } = props;
    this.roleArn = roleArn;
  }

  private make(
    count: number | undefined,
    create: Condition,
    props: RoleProps,
  ): [IamRole, ...IamRolePolicyAttachment[]] {
    const { aws, roleName, path, permissionsBoundary, description, trust, tags } = props;
    const {
      statements = [],
      sharedPolicies = [],
      awsManagedPolicies = [],
      managedPoliciesPerRole = 10,
      trustPolicyCharacters = 2048,
    } = props;
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
        ? [
            new ManagedPolicy(this, "policy", {
              aws,
              policyName: roleName,
              path,
              description,
              statements,
              create,
              tags,
            }),
          ]
        : [];
    const ofAws = awsManagedPolicies instanceof DeferredList ? [] : awsManagedPolicies;
    const policies = ofAws.length + [...sharedPolicies, ...own].flatMap(({ policyArns }) => policyArns).length;
    if (policies > managedPoliciesPerRole) {
      throw new Error(
        `role '${roleName}' must have at most ${managedPoliciesPerRole} managed policies, got ${policies}: raise the quota of the account and 'iam.managedPoliciesPerRole'`,
      );
    }
    // addresses must not change when another policy is added: AWS's policies go by their name, ours by their place
    const attach = (id: string, policyArn: string, repeated: { count?: number; forEach?: ITerraformIterator }) =>
      new IamRolePolicyAttachment(this, id, { ...repeated, role: attribute(role, "name"), policyArn });
    const ours = (id: string, made: readonly ManagedPolicy[], condition: Condition) =>
      made
        .flatMap(({ policyArns, there }) => policyArns.map((policyArn, index) => ({ policyArn, there: there[index] })))
        .flatMap(({ policyArn, there = true }, index) => {
          const name = index === 0 ? id : `${id}-${index + 1}`;
          return onlyIf(and(condition, there), (many) => attach(name, policyArn, { count: many })) ?? [];
        });
    const attached = ofAws.map((policyArn) => attach(policyArn.split("/").at(-1) as string, policyArn, { count }));
    if (awsManagedPolicies instanceof DeferredList) {
      thingForEach(awsManagedPolicies, create, (policyArn, forEach) => {
        attached.push(attach("managed", policyArn, { forEach }));
      });
    }
    // its own policy is there only with it
    return [role, ...attached, ...ours("shared", sharedPolicies, create), ...ours("own", own, true)];
  }
}
