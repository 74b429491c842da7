import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Fn, Op } from "cdktf";
import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { isDeferred } from "./deferred";
import { MANAGED_POLICY_CHARACTERS, type ManagedPolicyProps } from "./managed-policy";
import { PolicyDocument, policyJson } from "./policy-document";

/** Props of {@link BoundaryPolicy}. */
export interface BoundaryPolicyProps extends Omit<ManagedPolicyProps, "create"> {
  /** How many of it are made, where that is not known yet. @default - one */
  readonly count?: number;
  /** What helps where it is too large: `name fewer buckets`. */
  readonly remedy: string;
}

/**
 * A policy to be the permissions boundary of roles: the most that they can do, whatever else they have.
 *
 * A role has one boundary, so this is never split, as policies that are attached are.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 *
 * @example
 * new BoundaryPolicy(this, "boundary", {
 *   aws, policyName: names.of("boundary"), path: names.iamPath, description: "The most that jobs can do", statements,
 *   remedy: "name fewer buckets",
 * });
 */
export class BoundaryPolicy extends Construct {
  readonly policyArn: Arn;

  constructor(scope: Construct, id: string, props: BoundaryPolicyProps) {
    super(scope, id);
    const { aws, policyName, path, description, statements, count, tags, remedy } = props;
    const said = `permissions boundary is one policy of at most ${MANAGED_POLICY_CHARACTERS} characters: ${remedy}`;
    const written = JSON.stringify(policyJson(statements));
    const isDeferredSize = isDeferred(written) || statements.some((it) => "forEach" in it || isDeferred(it.resources));
    if (!isDeferredSize && written.length > MANAGED_POLICY_CHARACTERS) throw new Error(`a ${said}`);

    const document = new PolicyDocument(this, "policy-document", { statements, limits: true });
    const condition = Op.lte(Fn.lengthOf(document.json), MANAGED_POLICY_CHARACTERS);
    new IamPolicy(this, "policy", {
      count,
      name: policyName,
      path,
      description,
      policy: document.json,
      tags,
      ...(isDeferredSize && { lifecycle: { precondition: [{ condition, errorMessage: `A ${said}.` }] } }),
    });
    this.policyArn = aws.iamArn(`policy${path}${policyName}`);
  }
}
