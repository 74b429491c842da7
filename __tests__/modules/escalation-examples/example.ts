import type { PolicyKind } from "../../../modules/escalation-rules";

/** A statement as people write it. */
export type Written = Readonly<Record<string, unknown>>;

/** Policies that a rule is shown by. */
export interface Example {
  /** @default "identity" */
  readonly kind?: PolicyKind;
  /** What the rule finds, each in its own words. */
  readonly planted: Readonly<Record<string, Written | readonly Written[]>>;
  /** What it lets pass, though it looks much the same. */
  readonly passes: Readonly<Record<string, Written | readonly Written[]>>;
}

export const ACCOUNT = "111122223333";
export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
export const ROLES = `arn:aws:iam::${ACCOUNT}:role/groundwork/acme/duet/*`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/groundwork/acme/duet/acme-duet-machine`;
export const POLICY = `arn:aws:iam::${ACCOUNT}:policy/groundwork/acme/duet/acme-duet-machine`;
export const POLICIES = `arn:aws:iam::${ACCOUNT}:policy/groundwork/acme/duet/*`;
export const OURS = { StringEquals: { "aws:ResourceTag/groundwork:name": "acme" } };
export const BY_CLOUDFORMATION = {
  "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" },
};
export const BOUNDED = { StringEquals: { "iam:PermissionsBoundary": BOUNDARY } };

export function allow(Action: string | string[], Resource: string | string[] = "*", Condition?: object): Written {
  return { Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}

export function deny(Action: string | string[], Condition?: object, Resource: string | string[] = "*"): Written {
  return { Effect: "Deny", Action, Resource, ...(Condition && { Condition }) };
}

export function trust(Principal: unknown, Condition?: object, Action = "sts:AssumeRole"): Written {
  return { Effect: "Allow", Principal, Action, ...(Condition && { Condition }) };
}

export function ec2(resource: string): string {
  return `arn:aws:ec2:eu-west-2:${ACCOUNT}:${resource}`;
}

export function webIdentity(condition: object): Written {
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
  return trust({ Federated: provider }, condition, "sts:AssumeRoleWithWebIdentity");
}
