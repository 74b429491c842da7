import { Construct } from "constructs";
import type { Arn } from "./aws-environment";
import { and, type Condition, equal, not, type Repeated, when } from "./deferred";
import type { PolicyCondition, Statement, Statements } from "./policy-document";
import { type CommonRoleProps, Role } from "./role";

export type { IamPlace, IamQuotas } from "./role";

const CONFUSED_DEPUTY = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html";

/** Services whose roles Groundwork makes. */
export const SERVICES = [
  "batch",
  "cloudformation",
  "codebuild",
  "ec2",
  "ecs-tasks",
  "lambda",
  "spotfleet",
  "states",
] as const;

/** One of {@link SERVICES}. */
export type Service = (typeof SERVICES)[number];

/**
 * Services that send no `aws:SourceAccount` when they assume a role: with the condition, the role would be locked.
 *
 * CloudFormation documents none for the role of a stack, and takes only roles of the stack's own account.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
const WITHOUT_SOURCE: readonly Service[] = ["cloudformation", "ec2", "lambda"];

/** Props of {@link ServiceRole}. */
export interface ServiceRoleProps extends CommonRoleProps {
  /** The service that assumes it. */
  readonly service: Service;
}

/**
 * A role that an AWS service assumes.
 *
 * Its trust names the one service and, where the service says for whom it acts, this account: otherwise a customer of the
 * same service could make it act with our role (confused deputy). CloudFormation, EC2 and Lambda do not say it.
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
  readonly parts: Role["parts"];
  /** What it may do, for those who attach it to a role of their own. */
  readonly statements: Statements;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const { statements = [] } = props;
    const role = new Role(this, "Default", { ...props, trust: trustStatement(props) });
    this.roleName = role.roleName;
    this.roleArn = role.roleArn;
    this.parts = role.parts;
    this.statements = statements;
  }
}

function trustStatement({ aws, service }: ServiceRoleProps): Repeated<Statement> {
  const saysForWhom = WITHOUT_SOURCE.reduce<Condition>((all, one) => and(all, not(equal(service, one))), true);
  // both kinds of resources that Batch acts for; their names are its own when environments use a prefix
  const sources = ["compute-environment/*", "job/*"].map((resource) => aws.arn("batch", resource));
  const conditions = [
    ...when<PolicyCondition>(saysForWhom, {
      test: "StringEquals",
      key: "aws:SourceAccount",
      values: [aws.account],
    }),
    ...when<PolicyCondition>(equal(service, "batch"), { test: "ArnLike", key: "aws:SourceArn", values: sources }),
  ];
  const [statement] = when<Statement>(not(equal(service, "")), {
    sid: "AssumeTheRole",
    principals: [{ type: "Service", identifiers: [aws.servicePrincipal(service)] }],
    actions: ["sts:AssumeRole"],
    ...(conditions.length > 0 && { conditions }),
    source: CONFUSED_DEPUTY,
  });
  return statement as Repeated<Statement>;
}
