import { ACCOUNT, allow, deny, type Example, ROLE, trust, webIdentity } from "./example";

/** Who is let into a role or to a thing, by the ids of the rules. */
export const TRUST_EXAMPLES: Readonly<Record<string, Example>> = {
  "not-principal": {
    kind: "resource",
    planted: { "everybody but one": { ...allow("s3:GetObject", "arn:aws:s3:::acme/*"), NotPrincipal: { AWS: ROLE } } },
    passes: { "refusing everybody but one": { ...deny("s3:*"), NotPrincipal: { AWS: ROLE } } },
  },
  everybody: {
    kind: "trust",
    planted: {
      "the world": trust("*"),
      "the world, as AWS": trust({ AWS: ["*"] }),
      "whoever tags itself so": trust({ AWS: "*" }, { StringEquals: { "aws:PrincipalTag/team": "genomics" } }),
      "whoever knows a number": trust({ AWS: "*" }, { StringEquals: { "sts:ExternalId": "42" } }),
    },
    passes: {
      "one organisation": trust({ AWS: "*" }, { StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
      "one role": trust({ AWS: ROLE }),
    },
  },
  "foreign-account": {
    kind: "trust",
    planted: {
      "an account": trust({ AWS: "444455556666" }),
      "an account, by its root": trust({ AWS: ["arn:aws:iam::444455556666:root"] }),
    },
    passes: {
      "the own account": trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
      "an account with an external id": trust({ AWS: "444455556666" }, { StringEquals: { "sts:ExternalId": "42" } }),
      "a role of an account": trust({ AWS: "arn:aws:iam::444455556666:role/ci" }),
    },
  },
  "service-for-anybody": {
    kind: "trust",
    planted: {
      Batch: trust({ Service: "batch.amazonaws.com" }),
      "tasks, if the call says for whom": trust(
        { Service: ["ecs-tasks.amazonaws.com"] },
        { StringEqualsIfExists: { "aws:SourceAccount": ACCOUNT } },
      ),
      "spot fleets": trust({ Service: "spotfleet.amazonaws.com" }),
      "state machines": trust({ Service: "states.amazonaws.com" }),
      builds: trust({ Service: "codebuild.amazonaws.com" }),
    },
    passes: {
      "Batch for the account": trust(
        { Service: "batch.amazonaws.com" },
        { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      ),
      "tasks of the account": trust(
        { Service: "ecs-tasks.amazonaws.com" },
        { ArnLike: { "aws:SourceArn": `arn:aws:ecs:eu-west-2:${ACCOUNT}:*` } },
      ),
      EC2: trust({ Service: "ec2.amazonaws.com" }),
    },
  },
  "locked-out-service": {
    kind: "trust",
    planted: {
      "EC2 for the account": trust(
        { Service: "ec2.amazonaws.com" },
        { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      ),
      "EC2 in China": trust({ Service: "ec2.amazonaws.com.cn" }, { StringEquals: { "aws:SourceAccount": ACCOUNT } }),
      "Lambda for a function": trust(
        { Service: "lambda.amazonaws.com" },
        { ArnLike: { "aws:SourceArn": `arn:aws:lambda:*:${ACCOUNT}:function:acme-*` } },
      ),
    },
    passes: { EC2: trust({ Service: "ec2.amazonaws.com" }), Lambda: trust({ Service: "lambda.amazonaws.com" }) },
  },
  "any-web-identity": {
    kind: "trust",
    planted: Object.fromEntries(
      Object.entries({
        "every repository of GitHub": {
          StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        },
        "every repository whose name begins so": {
          StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme*" },
        },
      }).map(([name, condition]) => [name, webIdentity(condition)]),
    ),
    passes: {
      "one branch": webIdentity({
        StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/runs:ref:refs/heads/main" },
      }),
    },
  },
  "service-for-any-source": {
    kind: "resource",
    planted: {
      "a queue for any bucket": {
        ...allow("sqs:SendMessage", `arn:aws:sqs:eu-west-2:${ACCOUNT}:gradients`),
        Principal: { Service: "s3.amazonaws.com" },
      },
    },
    passes: {
      "a queue for buckets of the account": {
        ...allow("sqs:SendMessage", `arn:aws:sqs:eu-west-2:${ACCOUNT}:gradients`, {
          StringEquals: { "aws:SourceAccount": ACCOUNT },
        }),
        Principal: { Service: "s3.amazonaws.com" },
      },
    },
  },
};
