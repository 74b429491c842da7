import { ACCOUNT, allow, BY_CLOUDFORMATION, type Example, ec2, OURS, ROLE, ROLES } from "./example";

/** Passing, assuming and borrowing roles, by the ids of the rules. */
export const ROLE_PASSING_EXAMPLES: Readonly<Record<string, Example>> = {
  "pass-role": {
    planted: {
      "any role to EC2": allow("iam:PassRole", "*", { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } }),
      "a role to any service": allow("iam:PassRole", ROLE),
      "a role to EC2, if the call says where": allow("iam:PassRole", ROLE, {
        StringEqualsIfExists: { "iam:PassedToService": "ec2.amazonaws.com" },
      }),
      "a role to any service by a pattern": allow("iam:PassRole", ROLE, {
        StringLike: { "iam:PassedToService": "*.amazonaws.com" },
      }),
      "hidden in a wildcard": allow("iam:*Role", [ROLE, `arn:aws:iam::${ACCOUNT}:role/Agc-*`]),
    },
    passes: {
      "a role to EC2": allow("iam:PassRole", ROLE, { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } }),
      "roles below a path to two services": allow("iam:PassRole", ROLES, {
        StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "lambda.amazonaws.com"] },
      }),
    },
  },
  "assume-role": {
    planted: {
      "any role": allow("sts:AssumeRole"),
      "any role of any account": allow("sts:*", "arn:aws:iam::*:role/*"),
    },
    passes: { "roles below a path": allow("sts:AssumeRole", ROLES) },
  },
  "existing-role": {
    planted: {
      "any function's code": allow("lambda:UpdateFunctionCode", `arn:aws:lambda:*:${ACCOUNT}:function:*`),
      "any stack": allow(["cloudformation:UpdateStack"], "arn:aws:cloudformation:*:*:stack/*/*"),
      "any build": allow("codebuild:StartBuild"),
      "any launch template": allow("ec2:CreateLaunchTemplateVersion", ec2("launch-template/*")),
      "any job definition": allow("batch:SubmitJob", `arn:aws:batch:*:${ACCOUNT}:*`),
      "any image": allow("ecr:PutImage"),
      "any launch template, by CloudFormation or another service": allow(
        "ec2:CreateLaunchTemplateVersion",
        ec2("launch-template/*"),
        { "ForAnyValue:StringEquals": { "aws:CalledVia": ["cloudformation.amazonaws.com", "athena.amazonaws.com"] } },
      ),
      "any launch template, unless another service calls": allow(
        "ec2:CreateLaunchTemplateVersion",
        ec2("launch-template/*"),
        { "ForAllValues:StringEquals": { "aws:CalledVia": ["cloudformation.amazonaws.com"] } },
      ),
    },
    passes: {
      "one function's code": allow("lambda:UpdateFunctionCode", `arn:aws:lambda:*:${ACCOUNT}:function:acme-*`),
      "own job definitions, as any job": allow("batch:SubmitJob", [
        `arn:aws:batch:eu-west-2:${ACCOUNT}:job-definition/nf-*`,
        `arn:aws:batch:eu-west-2:${ACCOUNT}:job-queue/acme-duet-queue`,
        `arn:aws:batch:eu-west-2:${ACCOUNT}:job/*`,
      ]),
      "own launch templates": allow("ec2:CreateLaunchTemplateVersion", ec2("launch-template/*"), OURS),
      "templates of stacks": allow("ec2:CreateLaunchTemplateVersion", ec2("launch-template/*"), BY_CLOUDFORMATION),
      "calling functions": allow("lambda:InvokeFunction"),
    },
  },
  "any-shell": {
    planted: {
      "commands on any machine": allow("ssm:SendCommand", [
        ec2("instance/*"),
        "arn:aws:ssm:*:*:document/AWS-RunShellScript",
      ]),
      "sessions everywhere": allow("ssm:StartSession"),
      "sessions on own machines and those without any tag": allow("ssm:StartSession", ec2("instance/*"), {
        "ForAllValues:StringEquals": { "aws:ResourceTag/groundwork:name": "acme" },
      }),
      "a key for any machine": allow("ec2-instance-connect:SendSSHPublicKey", "arn:aws:ec2:*:*:instance/*"),
    },
    passes: {
      "sessions on own machines": allow("ssm:StartSession", ec2("instance/*"), OURS),
      "a session on one machine": allow("ssm:StartSession", ec2("instance/i-0a1b")),
      "one document, and no machine": allow("ssm:SendCommand", "arn:aws:ssm:*:*:document/*"),
    },
  },
};
