import { Construct } from "constructs";
import type { Arn, AwsEnvironment } from "../../modules/aws-environment";
import { BoundaryPolicy } from "../../modules/boundary-policy";
import { type Condition, choose, type List, not, onlyIf, present } from "../../modules/deferred";
import { named } from "../../modules/deferred-name";
import type { InputBucket } from "../../modules/input-buckets";
import type { AccessPlace } from "../../modules/instance-access";
import { ManagedPolicy } from "../../modules/managed-policy";
import type { Holders } from "../../modules/policy-attachments";
import type { Statements } from "../../modules/policy-document";
import { handOut } from "../../modules/policy-holders";
import { ServiceRole } from "../../modules/service-role";
import { AgcNames } from "./agc-names";
import { adminEnvironment, boundarySetup, userEnvironment } from "./agc-setup";
import { boundaryPolicy } from "./boundary";
import { contextPolicy } from "./context-policy";
import { corePolicy } from "./core-policy";
import { adminPolicy, contextsPolicy, runsPolicy } from "./policies";

/** Who gets policies. */
export interface PeopleProps {
  /** Users, groups and roles that exist. @default - none: by hand */
  readonly attachTo?: Holders;
  /** ARNs of users and roles that may assume a role with the policies. @default - no such role */
  readonly assumableBy?: List<string>;
}

/** Props of {@link AmazonGenomicsCli}. */
export interface AmazonGenomicsCliProps extends AccessPlace {
  /** Bucket that AGC works in. @default - the one that AGC makes */
  readonly bucketName?: string;
  /** Whether AGC makes the bucket. @default - where none is named */
  readonly createsBucket?: Condition;
  /** KMS key that the bucket encrypts with. @default - none of one's own */
  readonly kmsKeyArn?: string;
  /** Buckets that contexts read, for the boundary that is made. @default - none */
  readonly inputBuckets?: List<InputBucket>;
  /** ARN of the boundary that every role made by AGC must have. @default - `permissionsBoundary`, or one made here */
  readonly toolBoundary?: string | undefined;
  /** Who deploys contexts and runs workflows. */
  readonly users: PeopleProps;
  /** Who activates and deactivates the account. */
  readonly admins: PeopleProps;
}

interface Policy {
  readonly description: string;
  readonly statements: Statements;
}

/**
 * Permissions to use the Amazon Genomics CLI, and nothing else.
 *
 * The document gives people all rights that CloudFormation needs. Here they keep what the command line calls itself; the
 * rest is with two execution roles that they hand to CloudFormation, one for the core stack, one for contexts. Both make
 * roles only within a boundary, so that nobody gets further than the boundary, whatever stack they write.
 */
export class AmazonGenomicsCli extends Construct {
  readonly aws: AwsEnvironment;
  readonly adminPolicy: ManagedPolicy;
  /** Deploying contexts through the CDK. */
  readonly userCdkPolicy: ManagedPolicy;
  /** Running workflows in contexts that are deployed. */
  readonly userPolicy: ManagedPolicy;
  readonly coreRole: ServiceRole;
  readonly contextRole: ServiceRole;
  /** What every role that AGC makes must have: the boundary that is given, or the one made here. */
  readonly boundaryArn: string;
  /** What the roles that AGC makes need at most, wherever their boundary is made. */
  readonly boundaryStatements: Statements;
  /** Undefined where nobody assumes it. */
  readonly adminRoleArn?: Arn;
  /** Undefined where nobody assumes it. */
  readonly userRoleArn?: Arn;
  /** Commands for every machine that AGC is installed on. */
  readonly setup: string;
  /** Variables to set before `agc account`. */
  readonly adminEnvironment: string;
  /** Variables to set before `agc context`. */
  readonly userEnvironment: string;

  constructor(scope: Construct, id: string, props: AmazonGenomicsCliProps) {
    super(scope, id);
    const { aws, bucketName, createsBucket = not(present(bucketName)), kmsKeyArn, users, admins } = props;
    this.aws = aws;
    const agc = new AgcNames(aws, bucketName);
    this.boundaryStatements = boundaryPolicy({ aws, agc, kmsKeyArn, inputBuckets: props.inputBuckets ?? [] });
    this.boundaryArn = this.boundary(props);

    const { boundaryArn } = this;
    this.coreRole = this.executionRole("core", props, {
      description: "CloudFormation for the stacks of the Amazon Genomics CLI that all contexts share",
      statements: corePolicy({ aws, agc, boundaryArn, createsBucket }),
    });
    this.contextRole = this.executionRole("contexts", props, {
      description: "CloudFormation for contexts of the Amazon Genomics CLI",
      statements: contextPolicy({ aws, agc, boundaryArn }),
    });
    this.adminPolicy = this.policy("admin", props, {
      description: "agc account: activates and deactivates the account for the Amazon Genomics CLI",
      statements: adminPolicy({ aws, agc, executionRoleArn: this.coreRole.roleArn }),
    });
    this.userCdkPolicy = this.policy("user-cdk", props, {
      description: "agc context: deploys and destroys contexts of the Amazon Genomics CLI",
      statements: contextsPolicy({ aws, agc, executionRoleArn: this.contextRole.roleArn }),
    });
    this.userPolicy = this.policy("user", props, {
      description: "agc workflow and agc logs: runs workflows with the Amazon Genomics CLI",
      statements: runsPolicy({ aws, agc, kmsKeyArn }),
    });
    this.adminRoleArn = handOut(this, "admin", props, {
      ...admins,
      description: "People who work with the Amazon Genomics CLI as admin",
      policies: { account: this.adminPolicy },
    });
    this.userRoleArn = handOut(this, "user", props, {
      ...users,
      description: "People who work with the Amazon Genomics CLI as user",
      policies: { contexts: this.userCdkPolicy, workflows: this.userPolicy },
    });
    this.setup = boundarySetup(boundaryArn);
    this.adminEnvironment = adminEnvironment(aws, this.coreRole.roleArn);
    this.userEnvironment = userEnvironment(this.contextRole.roleArn);
  }

  /** A boundary where the organisation has none: without one, who may make roles may make an administrator. */
  private boundary(props: AmazonGenomicsCliProps): string {
    const { aws, names, toolBoundary = props.permissionsBoundary, tags } = props;
    const made = onlyIf(
      not(present(toolBoundary)),
      (count) =>
        new BoundaryPolicy(this, "boundary", {
          aws,
          policyName: names.of("boundary"),
          path: names.iamPath,
          description: "The most that roles made by the Amazon Genomics CLI can do",
          statements: this.boundaryStatements,
          count,
          tags,
          remedy: "name fewer 'inputBuckets', or a boundary of your own in 'iam.permissionsBoundary'",
        }),
    );
    return named(this, "tool_boundary", choose(present(toolBoundary), toolBoundary ?? "", made?.policyArn ?? ""));
  }

  private executionRole(
    thing: string,
    { aws, names, ...place }: AmazonGenomicsCliProps,
    { description, statements }: Policy,
  ): ServiceRole {
    const { permissionsBoundary, managedPoliciesPerRole, trustPolicyCharacters, tags } = place;
    return new ServiceRole(this, thing, {
      aws,
      service: "cloudformation",
      roleName: names.of(thing),
      path: names.iamPath,
      permissionsBoundary,
      managedPoliciesPerRole,
      trustPolicyCharacters,
      tags,
      description,
      statements,
    });
  }

  private policy(thing: string, { aws, names, tags }: AmazonGenomicsCliProps, policy: Policy): ManagedPolicy {
    return new ManagedPolicy(this, thing, {
      aws,
      policyName: names.of(thing),
      path: names.iamPath,
      tags,
      ...policy,
    });
  }
}
